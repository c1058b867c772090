-- name:    grouped
-- grain:   one row a value of the breakdown, and one for the whole
-- from:    windowed
-- answers: the sums named by $sums over the cases of one window

select grouping(by_key) as whole, by_key, sum(columns($sums))
from windowed(
  'summed', $scope, $by, $from, $to, $zone_name, $day_start_s, $zone, $cell, $department, $channel, $category,
  $class, $stage, $worker, $register, $hour, $day, $week, $month
)
group by grouping sets ((), (by_key));
