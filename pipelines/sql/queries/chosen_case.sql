-- name:    chosen_case
-- grain:   one row an act
-- from:    whole_act
-- answers: the acts of one case up to $as_of, ready for the fold

create or replace temp table chosen_act as
select subject, source, id, type, rank, time, received_at, data
from whole_act
where subject = $subject
  and time <= $as_of;

create or replace temp table found_place (lat double, lon double, cell varchar);
