-- name:    before
-- grain:   one row an act
-- from:    fetched
-- answers: the acts of the sealed cases as they lay in the file, under names of their own: the fold
--          then gives both what a case was and what it is, and the difference goes into the sums

insert into chosen_act
select chr(1) || subject, source, id, type, rank, time, received_at, data
from fetched;
