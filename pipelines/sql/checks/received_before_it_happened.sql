-- name:    received_before_it_happened
-- grain:   one row an event
-- from:    whole_log
-- answers: which events came in more than an hour before the time they say: a wrong clock or zone

select
  count(*) over () as bad_rows,
  source || ' ' || id || ': ' || strftime(time, '%Y-%m-%dT%H:%M:%SZ') as example
from whole_log
where received_at < time - interval 1 hour
order by seq desc
limit $most;
