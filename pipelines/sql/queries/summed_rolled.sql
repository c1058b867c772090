-- name:    summed_rolled
-- grain:   one row a case, or a day, register and key (or value's bin) of many
-- from:    atom, rollup, bin, rolled_file
-- answers: what sums and quantiles are made of; a day of many stands at its noon

create or replace temp table rolled_sum as
select
  timezone('UTC', timezone($zone_name, cast(day as timestamp) + to_seconds($day_start_s + 43200)))
    as reported_at,
  if($dimension = 'zone', key, null) as zone,
  if($dimension = 'department', key, null) as department,
  if($dimension = 'channel', key, null) as channel,
  if($dimension = 'class', key, null) as class,
  if($dimension = 'category', key, null) as category,
  * exclude (file_no, axis, day, dimension, key)
from rollup
where axis = 'reported'
  and dimension = $dimension
  and day >= $first_day
  and day < $end_day
  and file_no in (select file_no from rolled_file);

create or replace temp view summed as
from atom
union all by name
from rolled_sum;

create or replace temp table rolled_value as
select
  timezone('UTC', timezone($zone_name, cast(day as timestamp) + to_seconds($day_start_s + 43200)))
    as reported_at,
  register, measure, bin, n
from bin
where day >= $first_day
  and day < $end_day
  and file_no in (select file_no from rolled_file);

create or replace temp view valued as
with value_of as (
  select
    reported_at, closed_at, closed, register, zone, cell, department, channel, category, class,
    stage, worker,
    unnest([
      {measure: 'first_response_s', value: first_response_s},
      {measure: 'dispatch_s', value: dispatch_s},
      {measure: 'handling_h', value: handling_h}
    ], recursive := true)
  from atom
)
select * exclude (value), bin_of(value) as bin, 1 as n
from value_of
where value is not null
union all by name
from rolled_value;
