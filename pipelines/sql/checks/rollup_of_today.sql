-- name:    rollup_of_today
-- grain:   one row an hour, register and measure
-- from:    rollup, cases
-- answers: which sums of today's hours are not what counting the cases gives

with kept as (
  select hour, register, measure, amount
  from rollup
  where hour >= $today
    and dimension = 'all'
    and measure in ('reported', 'filed', 'closed', 'open')
    and amount <> 0
),
said as (
  select
    date_trunc('hour', reported_at) as hour,
    register,
    unnest([
      {measure: 'reported', amount: 1},
      {measure: 'filed', amount: cast(filed_at is not null as integer)},
      {measure: 'closed', amount: cast(coalesce(ended = 'closed', false) as integer)},
      {measure: 'open', amount: cast(ended is null as integer)}
    ], recursive := true)
  from cases
  where date_trunc('hour', reported_at) >= $today
),
counted as (
  select hour, register, measure, sum(amount) as amount
  from said
  group by all
  having sum(amount) <> 0
)
select
  count(*) over () as bad_rows,
  strftime(coalesce(k.hour, c.hour), '%Y-%m-%dT%H:%MZ') || ' ' || coalesce(k.measure, c.measure)
    || ': ' || coalesce(k.amount, 0) || ' / ' || coalesce(c.amount, 0) as example
from kept as k
full join counted as c
  on c.hour = k.hour
  and c.register is not distinct from k.register
  and c.measure = k.measure
where k.amount is distinct from c.amount
order by example
limit $most;
