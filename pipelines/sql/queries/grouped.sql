-- name:    grouped
-- grain:   one row a value of the breakdown, and one for the whole
-- from:    atom
-- answers: every sum and quantile a metric can need, over the cases of one window

with placed as (
  select
    *,
    case when $scope = 'closed' then closed_at else reported_at end as at_time
  from atom
),
local as (
  select
    *,
    timezone($zone_name, timezone('UTC', at_time)) as local_at,
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
  count(*) as reported,
  count_if(filed) as filed, count_if(filed_on_time) as filed_on_time,
  count_if(rejected) as rejected, count_if(merged) as merged, count_if(valid) as valid,
  count_if(closed) as closed, count_if(open) as open, count_if(open_overdue) as open_overdue,
  count_if(due) as due, count_if(closed_on_time) as closed_on_time,
  count_if(closed_late) as closed_late, count_if(closed_judged) as closed_judged,
  count_if(disposed) as disposed, count_if(disposed_on_time) as disposed_on_time,
  count_if(dispatched) as dispatched, count_if(dispatched_right) as dispatched_right,
  count_if(returned) as returned, count_if(check_due) as check_due,
  count_if(checked_on_time) as checked_on_time, count_if(handled) as handled,
  count_if(failed) as failed, count_if(urged) as urged, count_if(supervised) as supervised,
  count_if(suspended) as suspended, count_if(accept_due) as accept_due,
  count_if(accepted_on_time) as accepted_on_time, count_if(response_due) as response_due,
  count_if(responded) as responded, count_if(called_back) as called_back,
  count_if(contacted) as contacted, count_if(resolved) as resolved,
  count_if(satisfaction_stated) as satisfaction_stated, sum(satisfaction) as satisfaction,
  count_if(rated) as rated, sum(rating) as rating, count_if(disagreed) as disagreed,
  quantile_cont(first_response_s, 0.5) as first_response_p50,
  quantile_cont(first_response_s, 0.9) as first_response_p90,
  quantile_cont(dispatch_s, 0.5) as dispatch_p50,
  quantile_cont(handling_h, 0.5) as handling_p50,
  quantile_cont(handling_h, 0.9) as handling_p90,
  coalesce(len(list_filter(map_values(histogram(reporter)), lambda n: n >= 2)), 0) as repeat_reporters
from filtered
group by grouping sets ((), (by_key));
