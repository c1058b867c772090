-- name:    windowed
-- grain:   one row a case of a window that every filter lets through, with the key of its breakdown
-- from:    atom, the temp table of the moment asked for
-- answers: which cases a metric counts: by report or, in the scope `closed`, by closing;
--          in the scope `stock` also all reported before the window; an empty list filters nothing

create macro windowed(
  atoms,
  scope, by_name, starts_at, ends_at, zone_name, day_start_s, zones, cells, departments, channels,
  categories, classes, stages, workers, registers, hours, days, weeks, months
) as table
with placed as (
  select
    *,
    case when scope = 'closed' then closed_at else reported_at end as at_time
  from query_table(atoms)
),
local as (
  select
    *,
    timezone(zone_name, timezone('UTC', at_time)) - to_seconds(day_start_s) as local_day
  from placed
  where at_time < ends_at
    and (at_time >= starts_at or scope = 'stock')
    and (scope <> 'closed' or closed)
),
keyed as (
  select
    *,
    local_hour(at_time, zone_name) as hour,
    strftime(local_day, '%Y-%m-%d') as at_day,
    strftime(date_trunc('week', local_day), '%Y-%m-%d') as week,
    strftime(local_day, '%Y-%m') as month
  from local
)
select
  *,
  case by_name
    when 'hour' then hour when 'day' then at_day when 'week' then week when 'month' then month
    when 'zone' then zone when 'cell' then cell when 'department' then department
    when 'channel' then channel when 'category' then category when 'class' then class
    when 'stage' then stage when 'worker' then worker when 'register' then register
  end as by_key
from keyed
where (len(zones) = 0 or list_contains(zones, zone))
  and (len(cells) = 0 or list_contains(cells, cell))
  and (len(departments) = 0 or list_contains(departments, department))
  and (len(channels) = 0 or list_contains(channels, channel))
  and (len(categories) = 0 or list_contains(categories, category))
  and (len(classes) = 0 or list_contains(classes, class))
  and (len(stages) = 0 or list_contains(stages, stage))
  and (len(workers) = 0 or list_contains(workers, worker))
  and (len(registers) = 0 or list_contains(registers, register))
  and (len(hours) = 0 or list_contains(hours, hour))
  and (len(days) = 0 or list_contains(days, at_day))
  and (len(weeks) = 0 or list_contains(weeks, week))
  and (len(months) = 0 or list_contains(months, month));
