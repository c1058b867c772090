-- name:    worker_outside_the_city
-- grain:   one row a position
-- from:    position
-- answers: which positions of workers lie outside the bounds of the city

select
  count(*) over () as bad_rows,
  worker || ': ' || round(lat, 3) || ', ' || round(lon, 3) as example
from position
where lat not between $south and $north
  or lon not between $west and $east
order by time desc, worker
limit $most;
