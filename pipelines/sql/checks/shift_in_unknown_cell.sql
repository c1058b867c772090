-- name:    shift_in_unknown_cell
-- grain:   one row a worker on shift
-- from:    shift, pack_cell
-- answers: who is on shift in a cell that the city pack does not know, and so covers nothing

select count(*) over () as bad_rows, s.worker || ': ' || s.cell as example
from (
  select worker, arg_max(state, time) as state, arg_max(cell, time) as cell
  from shift
  where time <= $as_of
  group by worker
) as s
anti join pack_cell as p on p.cell = s.cell
where s.state = 'on'
order by s.worker
limit $most;
