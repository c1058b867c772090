-- name:    facts
-- grain:   one row a case, dimension and measure
-- from:    counted (cases, or the cases of a tick with sign -1 before and +1 after)
-- answers: what a case adds to the rollups; with sign -1 it is taken out again

create or replace temp table fact as
with atoms as (
  select
    date_trunc('hour', reported_at) as hour,
    sign, register, zone, cell, department, channel, category,
    ended is null or ended = 'closed' as counts,
    *
    exclude (sign, register, zone, cell, department, channel, category)
  from counted
),
measured as (
  select
    hour, sign, register, zone, cell, department, channel, category,
    unnest([
      {measure: 'reported', amount: 1},
      {measure: 'filed', amount: cast(filed_at is not null as integer)},
      {measure: 'closed', amount: cast(coalesce(ended = 'closed', false) as integer)},
      {measure: 'open', amount: cast(ended is null as integer)},
      {measure: 'answered_15min', amount: cast(
        coalesce(counts and response_tracked
          and first_response_at <= reported_at + interval 15 minutes, false) as integer)},
      {measure: 'closed_on_time', amount: cast(
        coalesce(ended = 'closed'
          and case when due_at is null then verdict = 'on_time' else handling_ended_at <= due_at end,
          false) as integer)},
      {measure: 'closed_late', amount: cast(
        coalesce(ended = 'closed'
          and case when due_at is null then verdict = 'late' else handling_ended_at > due_at end,
          false) as integer)}
    ], recursive := true)
  from atoms
),
spread as (
  select
    hour, register, measure, sign * amount as amount,
    unnest([
      {dimension: 'all', key: null},
      {dimension: 'zone', key: zone},
      {dimension: 'cell', key: cell},
      {dimension: 'department', key: department},
      {dimension: 'channel', key: channel},
      {dimension: 'category', key: category}
    ], recursive := true)
  from measured
  where amount <> 0
)
select hour, register, dimension, key, measure, sum(amount) as amount
from spread
group by all
having sum(amount) <> 0;
