-- name:    read_workers
-- grain:   one row a position of the last ten minutes
-- from:    position, shift
-- answers: where workers are and were, oldest first

select p.worker, p.time, p.lat, p.lon, s.state, s.cell
from position as p
left join (
  select worker, arg_max(state, time) as state, arg_max(cell, time) as cell
  from shift
  where time <= $as_of
    and time > $as_of - interval 2 days
  group by worker
) as s using (worker)
where p.time > $as_of - interval 10 minutes
  and p.time <= $as_of
order by p.worker, p.time, p.id;
