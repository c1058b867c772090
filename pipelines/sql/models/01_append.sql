-- name:    append
-- grain:   one row an accepted event
-- from:    fresh
-- answers: nothing; it writes the truth down

insert into log (source, id, type, rank, time, received_at, subject, data)
select source, id, type, rank, time, received_at, subject, data
from fresh;
