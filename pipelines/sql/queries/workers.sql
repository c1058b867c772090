-- name:    workers
-- grain:   one row a value of the breakdown, and one for the whole
-- from:    shift, position, pack_cell
-- answers: workers on shift, cells with one of them, cells one of them reaches within 15 minutes

with last_shift as (
  select *
  from shift
  where time <= $as_of
    and received_at <= $known_at
  qualify row_number() over (partition by worker order by time desc, id desc, source desc) = 1
),
on_shift as (
  select s.worker, s.cell, c.zone, c.lat, c.lon
  from last_shift as s
  left join pack_cell as c on c.cell = s.cell
  where s.state = 'on'
),
last_position as (
  select *
  from position
  where time <= $as_of
    and time >= $as_of - interval 10 minutes
    and received_at <= $known_at
  qualify row_number() over (partition by worker order by time desc, id desc, source desc) = 1
),
standing as (
  select o.worker, coalesce(p.lat, o.lat) as lat, coalesce(p.lon, o.lon) as lon
  from on_shift as o
  left join last_position as p using (worker)
),
reached as (
  select distinct c.cell
  from pack_cell as c
  join standing as s
    on abs(c.lat - s.lat) <= $reach_km / 110.5
    and 2 * 6371.0088 * asin(least(1, sqrt(
      pow(sin(radians(c.lat - s.lat) / 2), 2)
      + cos(radians(c.lat)) * cos(radians(s.lat)) * pow(sin(radians(c.lon - s.lon) / 2), 2)
    ))) <= $reach_km
),
told as (
  select c.zone, c.cell, 0 as workers, 1 as cells,
    cast(c.cell in (select cell from on_shift) as integer) as covered,
    cast(c.cell in (select cell from reached) as integer) as reached
  from pack_cell as c
  union all
  select zone, cell, 1, 0, 0, 0
  from on_shift
)
select
  grouping(by_key) as whole, by_key,
  coalesce(sum(workers), 0) as workers_on_shift,
  coalesce(sum(cells), 0) as cells,
  coalesce(sum(covered), 0) as cells_covered,
  coalesce(sum(reached), 0) as cells_reached
from (
  select *, case $by when 'zone' then zone when 'cell' then cell end as by_key
  from told
  where (len($zone) = 0 or list_contains($zone, zone))
    and (len($cell) = 0 or list_contains($cell, cell))
    and $unfiltered
)
group by grouping sets ((), (by_key));
