-- name:    calls
-- grain:   one row a value of the breakdown, and one for the whole
-- from:    call
-- answers: inbound calls by the time of their event

with ended as (
  select
    *,
    city_day(time, $zone_name, $day_start_s) as local_day
  from call
  where time <= $as_of
    and received_at <= $known_at
  qualify row_number() over (partition by subject order by time desc, id desc, source desc) = 1
),
inbound as (
  select
    *,
    local_hour(time, $zone_name) as hour,
    strftime(local_day, '%Y-%m-%d') as day,
    strftime(date_trunc('week', local_day), '%Y-%m-%d') as week,
    strftime(local_day, '%Y-%m') as month
  from ended
  where direction = 'in'
    and time >= $from
    and time < $to
    and $unfiltered
)
select
  grouping(by_key) as whole, by_key,
  count(*) as calls,
  count_if(answered_at is not null) as calls_connected,
  count_if(answered_at <= queued_at + interval 15 seconds) as calls_answered_15s
from (
  select
    *,
    case $by when 'hour' then hour when 'day' then day when 'week' then week when 'month' then month
    end as by_key
  from inbound
  where (len($hour) = 0 or list_contains($hour, hour))
    and (len($day) = 0 or list_contains($day, day))
    and (len($week) = 0 or list_contains($week, week))
    and (len($month) = 0 or list_contains($month, month))
)
group by grouping sets ((), (by_key));
