-- name:    binned_quantiles
-- grain:   one row a value of the breakdown, and one for the whole
-- from:    windowed
-- answers: the quantiles a metric can need, within the width of a bin

with counted as (
  select grouping(by_key) as whole, by_key, measure, bin, sum(n) as n
  from windowed(
    'valued', $scope, $by, $from, $to, $zone_name, $day_start_s, $zone, $cell, $department, $channel,
    $category, $class, $stage, $worker, $register, $hour, $day, $week, $month
  )
  group by grouping sets ((measure, bin), (by_key, measure, bin))
  having sum(n) > 0
),
stepped as (
  select
    *,
    sum(n) over (partition by whole, by_key, measure order by bin) as upto,
    sum(n) over (partition by whole, by_key, measure) as total
  from counted
),
sought as (
  select *, unnest([0.5, 0.9]) as q
  from stepped
),
found as (
  select
    whole, by_key, measure, q,
    bin_value(min(if(upto > floor(q * (total - 1)), bin, null))) as low,
    bin_value(min(if(upto > ceil(q * (total - 1)), bin, null))) as high,
    any_value(q * (total - 1) - floor(q * (total - 1))) as part
  from sought
  group by all
)
select
  whole, by_key,
  max(if(measure = 'first_response_s' and q = 0.5, low + part * (high - low), null))
    as first_response_p50,
  max(if(measure = 'first_response_s' and q = 0.9, low + part * (high - low), null))
    as first_response_p90,
  max(if(measure = 'dispatch_s' and q = 0.5, low + part * (high - low), null)) as dispatch_p50,
  max(if(measure = 'handling_h' and q = 0.5, low + part * (high - low), null)) as handling_p50,
  max(if(measure = 'handling_h' and q = 0.9, low + part * (high - low), null)) as handling_p90
from found
group by whole, by_key;
