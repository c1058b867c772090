-- name:    read_usual
-- grain:   one row a day and hour of the city
-- from:    whole_case
-- answers: what was reported and closed, hour by hour, today and on the same weekday before

with reported as (
  select
    timezone($zone_name, timezone('UTC', reported_at)) - to_seconds($day_start_s) as local_at, 1 as n, 0 as c
  from whole_case
  where register = 'city'
    and reported_at >= $since
    and reported_at <= $as_of
),
closed as (
  select
    timezone($zone_name, timezone('UTC', closed_at)) - to_seconds($day_start_s) as local_at, 0 as n, 1 as c
  from whole_case
  where register = 'city'
    and ended = 'closed'
    and closed_at >= $today
    and closed_at <= $as_of
)
select
  cast(local_at as date) as day, hour(local_at) as hour, sum(n) as reported, sum(c) as closed,
  count_if(n = 1 and local_at - cast(local_at as date) <= to_seconds($into_day_s)) as so_far
from (select * from reported union all select * from closed)
where isodow(local_at) = $weekday
group by all;
