-- name:    quantiles
-- grain:   one row a value of the breakdown, and one for the whole
-- from:    windowed
-- answers: the quantiles a metric can need, and how often each reporter reported, in one window

select
  grouping(by_key) as whole, by_key,
  quantile_cont(first_response_s, 0.5) as first_response_p50,
  quantile_cont(first_response_s, 0.9) as first_response_p90,
  quantile_cont(dispatch_s, 0.5) as dispatch_p50,
  quantile_cont(handling_h, 0.5) as handling_p50,
  quantile_cont(handling_h, 0.9) as handling_p90,
  histogram(if($repeats, reporter, null)) as reporters
from windowed(
  'atom', $scope, $by, $from, $to, $zone_name, $day_start_s, $zone, $cell, $department, $channel, $category,
  $class, $stage, $worker, $register, $hour, $day, $week, $month
)
group by grouping sets ((), (by_key));
