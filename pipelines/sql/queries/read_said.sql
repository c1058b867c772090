-- name:    read_said
-- grain:   one row an event
-- from:    live_event
-- answers: every alarm, or every published figure, up to $as_of

select subject, type, time, data
from live_event
where type like $like
  and time <= $as_of
order by time, rank, id, source;
