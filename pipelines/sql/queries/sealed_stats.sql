-- name:    sealed_stats
-- grain:   one row
-- from:    present
-- answers: of which times the cases that are being sealed tell

select
  count(*) as rows,
  min(reported_at) as first_reported_at, max(reported_at) as last_reported_at,
  min(first_event_at) as first_event_at, max(last_event_at) as last_event_at,
  max(last_received_at) as last_received_at,
  max(greatest(last_event_at, reported_at + interval 15 minutes, accept_due_at)) as settled_at
from present;
