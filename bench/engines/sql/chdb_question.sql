-- name:    chdb_question
-- grain:   one row a zone and one a cell
-- from:    city.folded
-- answers: the wall's question

with stood as (
  select
    max(f.zone) as zone,
    max(f.cell) as cell,
    max(f.due) as due,
    max(f.reported_at) as reported_at,
    max(f.handled_at) as handled_at,
    max(f.closed_at) as closed_at,
    max(f.reopened_at) as reopened_at,
    closed_at > reopened_at as is_closed,
    multiIf(handled_at > reopened_at, handled_at, is_closed, closed_at, 0) as ended_at,
    not is_closed and ended_at = 0 and :as_of > due as is_overdue,
    reported_at >= :today as is_today
  from city.folded as f
  group by subject
  having reported_at > 0 and (is_today or not is_closed)
)
select
  if(grouping(zone) = 0, 'zone', 'cell') as by,
  toString(if(grouping(zone) = 0, zone, cell)) as key,
  countIf(is_today) as reported,
  countIf(is_today and is_closed) as closed,
  countIf(is_today and is_closed and ended_at <= due) as closed_on_time,
  countIf(is_today and is_closed and ended_at > due) as closed_late,
  countIf(not is_closed) as open,
  countIf(is_overdue) as open_overdue,
  100.0 * closed_on_time / nullIf(countIf(is_today and (ended_at > 0 or is_overdue)), 0) as on_time_closing_rate,
  quantileExactInclusiveIfOrNull(0.9)((ended_at - reported_at) / 3.6e9, is_today and ended_at > 0) as handling_p90_h
from stood
group by grouping sets ((zone), (cell))
