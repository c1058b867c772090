-- name:    changes of clock
-- grain:   none; windowed: one row a case of a window that every filter lets through
-- from:    nothing; windowed: atom, the temp table of the moment asked for
-- answers: which hour and which day of the city an instant lies in, also where clocks change:
--          a day lasts from its `day_start` to the next one's, a change of clock begins an hour

create or replace macro local_time(instant, zone_name) as
  timezone(zone_name, timezone('UTC', instant));

create or replace macro hour_begin(instant, zone_name) as
  instant - (local_time(instant, zone_name) - date_trunc('hour', local_time(instant, zone_name)));

-- Where the zone's offset at that instant is another one, the hour begins with the change itself.
create or replace macro local_hour(instant, zone_name) as
  strftime(
    case
      when local_time(hour_begin(instant, zone_name), zone_name)
        = date_trunc('hour', local_time(instant, zone_name))
      then hour_begin(instant, zone_name)
      else hour_begin(instant, zone_name) + to_minutes(
        list_filter(
          range(1, 61),
          lambda minute:
            local_time(hour_begin(instant, zone_name) + to_minutes(minute), zone_name)
              = date_trunc('hour', local_time(instant, zone_name)) + to_minutes(minute)
        )[1]
      )
    end,
    '%Y-%m-%dT%H:%M:%SZ'
  );

create or replace macro with_offset_of(local_at, instant, zone_name) as
  local_at - (local_time(instant, zone_name) - instant);

-- The instant of a local time: the first of a repeated one, moved on by the gap for a skipped one.
create or replace macro instant_of(local_at, zone_name) as
  case
    when local_time(with_offset_of(local_at, local_at - interval 1 day, zone_name), zone_name) <> local_at
      and local_time(with_offset_of(local_at, local_at + interval 1 day, zone_name), zone_name) = local_at
    then with_offset_of(local_at, local_at + interval 1 day, zone_name)
    else with_offset_of(local_at, local_at - interval 1 day, zone_name)
  end;

create or replace macro wall_day(instant, zone_name, day_start_s) as
  date_trunc('day', local_time(instant, zone_name) - to_seconds(day_start_s));

-- Only where clocks have changed since the day began can the wall clock name another day.
create or replace macro city_day(instant, zone_name, day_start_s) as
  cast(
    case
      when local_time(
          instant - (
            local_time(instant, zone_name) - to_seconds(day_start_s)
            - wall_day(instant, zone_name, day_start_s)
          ),
          zone_name
        ) = wall_day(instant, zone_name, day_start_s) + to_seconds(day_start_s)
      then wall_day(instant, zone_name, day_start_s)
      when instant
        < instant_of(wall_day(instant, zone_name, day_start_s) + to_seconds(day_start_s), zone_name)
      then wall_day(instant, zone_name, day_start_s) - interval 1 day
      when instant >= instant_of(
          wall_day(instant, zone_name, day_start_s) + interval 1 day + to_seconds(day_start_s),
          zone_name
        )
      then wall_day(instant, zone_name, day_start_s) + interval 1 day
      else wall_day(instant, zone_name, day_start_s)
    end as date
  );

create or replace macro windowed(
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
    city_day(at_time, zone_name, day_start_s) as local_day
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
