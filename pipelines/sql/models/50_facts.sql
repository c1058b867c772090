-- name:    facts
-- grain:   one row a file, day, register and key; or a file, day, register and value's bin
-- from:    atom, of sealed cases at the end of all time; filed, which file each lies in
-- answers: what these cases add to the rollups; with $sign -1 they are taken out again

create or replace temp table fact as
with dated as (
  select
    unnest(
      if(
        closed,
        [
          {axis: 'reported', day: cast(city_day(reported_at, $zone_name, $day_start_s) as date)},
          {axis: 'closed', day: cast(city_day(closed_at, $zone_name, $day_start_s) as date)}
        ],
        [{axis: 'reported', day: cast(city_day(reported_at, $zone_name, $day_start_s) as date)}]
      ), recursive := true
    ),
    *
  from atom
  join filed using (subject)
),
spread as (
  select
    unnest([
      {dimension: 'all', key: null},
      {dimension: 'zone', key: zone},
      {dimension: 'department', key: department},
      {dimension: 'channel', key: channel},
      {dimension: 'class', key: class},
      {dimension: 'category', key: category}
    ], recursive := true),
    *
  from dated
)
select
  file_no, axis, day, register, dimension, key,
  $sign * sum(coalesce(cast(columns($sums) as double), 0))
from spread
group by all;

create or replace temp table bin_fact as
with valued as (
  select
    file_no, cast(city_day(reported_at, $zone_name, $day_start_s) as date) as day, register,
    unnest([
      {measure: 'first_response_s', value: first_response_s},
      {measure: 'dispatch_s', value: dispatch_s},
      {measure: 'handling_h', value: handling_h}
    ], recursive := true)
  from atom
  join filed using (subject)
)
select file_no, day, register, measure, bin_of(value) as bin, $sign * count(*) as n
from valued
where value is not null
group by all;
