-- name:    fresh
-- grain:   one row an event that is new
-- from:    nothing
-- answers: where a batch's new events are put

create or replace temp table fresh as
select source, id, type, rank, time, received_at, subject, data
from log
limit 0;
