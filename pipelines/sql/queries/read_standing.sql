-- name:    read_standing
-- grain:   one row
-- from:    atom
-- answers: what lies open and waits, in the whole city, at $as_of

select
  count(*) filter (ended is null) as open,
  count(*) filter (overdue) as overdue,
  count(*) filter (ended is null and suspended_at is not null) as suspended,
  count(*) filter (overdue and due_at < $as_of - interval 24 hours) as overdue_over_a_day,
  max(epoch($as_of) - epoch(reported_at)) filter (ended is null) / 86400 as oldest_open_days,
  count(*) filter (ended is null and stage in ('reported', 'assigned', 'verified')) as intake,
  count(*) filter (ended is null and stage = 'filed') as dispatch,
  count(*) filter (ended is null and stage = 'dispatched') as urge,
  count(*) filter (ended is null and stage in ('handled', 'checked')) as close,
  count(*) filter (recent and rated_satisfaction is null) as evaluate,
  count(*) filter (recent and reached is null) as call_back
from (
  select
    *,
    ended is null and handling_ended_at is null and suspended_at is null
      and coalesce(due_at < $as_of, false) as overdue,
    coalesce(ended = 'closed' and closed_at >= $as_of - interval 1 day, false)
      and reporter is not null
      and reporter not in (select unnest($workers)) as recent
  from atom
  where register = 'city'
);
