-- name:    read_registrations
-- grain:   one row a decided application
-- from:    live_event
-- answers: when today's granted registrations were filed, and when they were decided

select f.time as filed_at, d.time as decided_at
from live_event as d
join live_event as f on f.subject = d.subject and f.type = 'application.filed'
where d.type = 'application.decided'
  and d.data ->> 'result' = 'granted'
  and d.time >= $today
  and d.time <= $as_of
  and f.time > $today - interval 40 days
  and f.data ->> 'kind' = 'registration'
  and coalesce(f.data ->> 'matter', 'establish') = 'establish';
