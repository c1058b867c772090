-- name:    read_split
-- grain:   one row
-- from:    atom
-- answers: how the cases due of a window ended, and what is overdue from before it

select
  count(*) filter (inside and overdue or inside and suspended_at is null and judged and handling_ended_at is not null) as due,
  count(*) filter (inside and suspended_at is null and judged and ended = 'closed' and in_time) as closed_on_time,
  count(*) filter (inside and suspended_at is null and judged and ended = 'closed' and not in_time) as closed_late,
  count(*) filter (inside and suspended_at is null and judged and ended is null and handling_ended_at is not null)
    as awaiting_check,
  count(*) filter (inside and overdue) as open_overdue,
  count(*) filter (not inside and overdue) as earlier_open_overdue
from (
  select
    *,
    reported_at >= $from as inside,
    due_at is not null or verdict is not null as judged,
    case when due_at is not null then handling_ended_at <= due_at else verdict = 'on_time' end as in_time,
    ended is null and handling_ended_at is null and suspended_at is null
      and coalesce(due_at < $as_of, false) as overdue
  from atom
  where register = 'city'
    and (ended is null or ended = 'closed')
);
