-- name:    duckdb_question
-- grain:   one row a zone and one a cell
-- from:    act
-- answers: the wall's question, folded from all acts

with folded as (
  select
    subject,
    any_value(zone) as zone,
    any_value(cell) as cell,
    any_value(due) as due,
    min(time) filter (kind = 0) as reported_at,
    max(time) filter (kind = 2) as handled_at,
    max(time) filter (kind = 3) as closed_at,
    coalesce(max(time) filter (kind = 4), 0) as reopened_at
  from act
  group by subject
),
stood as (
  select
    *,
    coalesce(closed_at > reopened_at, false) as is_closed,
    case
      when handled_at > reopened_at then handled_at
      when closed_at > reopened_at then closed_at
    end as ended_at
  from folded
  where reported_at is not null
),
judged as (
  select
    *,
    reported_at >= $today as is_today,
    not is_closed and ended_at is null and $as_of > due as is_overdue
  from stood
  where reported_at >= $today or not is_closed
)
select
  if(grouping(zone) = 0, 'zone', 'cell') as by,
  coalesce(zone, cell) as key,
  count(*) filter (is_today) as reported,
  count(*) filter (is_today and is_closed) as closed,
  count(*) filter (is_today and is_closed and ended_at <= due) as closed_on_time,
  count(*) filter (is_today and is_closed and ended_at > due) as closed_late,
  count(*) filter (not is_closed) as open,
  count(*) filter (is_overdue) as open_overdue,
  100.0 * count(*) filter (is_today and is_closed and ended_at <= due)
    / nullif(count(*) filter (is_today and (ended_at is not null or is_overdue)), 0) as on_time_closing_rate,
  quantile_cont((ended_at - reported_at) / 3.6e9, 0.9) filter (is_today) as handling_p90_h
from judged
group by grouping sets ((zone), (cell));
