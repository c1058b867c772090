-- name:    calls
-- grain:   one row a value of the breakdown, and one for the whole
-- from:    call
-- answers: inbound calls by the time of their event

with inbound as (
  select
    *,
    timezone($zone_name, timezone('UTC', time)) - to_seconds($day_start_s) as local_day
  from call
  where time <= $as_of
    and received_at <= $known_at
    and direction = 'in'
    and time >= $from
    and time < $to
    and $unfiltered
  qualify row_number() over (partition by subject order by time desc, id desc, source desc) = 1
)
select
  grouping(by_key) as whole, by_key,
  count(*) as calls,
  count_if(answered_at is not null) as calls_connected,
  count_if(answered_at <= queued_at + interval 15 seconds) as calls_answered_15s
from (
  select
    *,
    case $by
      when 'hour' then local_hour(time, $zone_name)
      when 'day' then strftime(local_day, '%Y-%m-%d')
      when 'week' then strftime(date_trunc('week', local_day), '%Y-%m-%d')
      when 'month' then strftime(local_day, '%Y-%m')
    end as by_key
  from inbound
)
group by grouping sets ((), (by_key));
