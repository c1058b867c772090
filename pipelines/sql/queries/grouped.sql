-- name:    grouped
-- grain:   one row a value of the breakdown, and one for the whole
-- from:    atom
-- answers: the sums named by $sums, and the quantiles, over the cases of one window

with placed as (
  select
    *,
    case when $scope = 'closed' then closed_at else reported_at end as at_time
  from atom
),
local as (
  select
    *,
    timezone($zone_name, timezone('UTC', at_time)) - to_seconds($day_start_s) as local_day
  from placed
  where at_time < $to
    and (at_time >= $from or $scope = 'stock')
    and ($scope <> 'closed' or closed)
),
keyed as (
  select
    *,
    local_hour(at_time, $zone_name) as hour,
    strftime(local_day, '%Y-%m-%d') as at_day,
    strftime(date_trunc('week', local_day), '%Y-%m-%d') as week,
    strftime(local_day, '%Y-%m') as month
  from local
),
filtered as (
  select
    *,
    case $by
      when 'hour' then hour when 'day' then at_day when 'week' then week when 'month' then month
      when 'zone' then zone when 'cell' then cell when 'department' then department
      when 'channel' then channel when 'category' then category when 'class' then class
      when 'stage' then stage when 'worker' then worker when 'register' then register
    end as by_key
  from keyed
  where (len($zone) = 0 or list_contains($zone, zone))
    and (len($cell) = 0 or list_contains($cell, cell))
    and (len($department) = 0 or list_contains($department, department))
    and (len($channel) = 0 or list_contains($channel, channel))
    and (len($category) = 0 or list_contains($category, category))
    and (len($class) = 0 or list_contains($class, class))
    and (len($stage) = 0 or list_contains($stage, stage))
    and (len($worker) = 0 or list_contains($worker, worker))
    and (len($register) = 0 or list_contains($register, register))
    and (len($hour) = 0 or list_contains($hour, hour))
    and (len($day) = 0 or list_contains($day, at_day))
    and (len($week) = 0 or list_contains($week, week))
    and (len($month) = 0 or list_contains($month, month))
)
select
  grouping(by_key) as whole, by_key,
  sum(columns($sums)),
  quantile_cont(if($quantiles, first_response_s, null), 0.5) as first_response_p50,
  quantile_cont(if($quantiles, first_response_s, null), 0.9) as first_response_p90,
  quantile_cont(if($quantiles, dispatch_s, null), 0.5) as dispatch_p50,
  quantile_cont(if($quantiles, handling_h, null), 0.5) as handling_p50,
  quantile_cont(if($quantiles, handling_h, null), 0.9) as handling_p90,
  histogram(if($repeats, reporter, null)) as reporters
from filtered
group by grouping sets ((), (by_key));
