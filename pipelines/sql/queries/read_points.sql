-- name:    read_points
-- grain:   one row a case
-- from:    atom
-- answers: where the cases of the last hour lie, newest first

select
  subject as id, lat, lon, category, zone, cell, reported_at,
  epoch($as_of) - epoch(reported_at) as age_s, worker
from atom
where register = 'city'
  and lat is not null
  and lon is not null
  and reported_at > $as_of - interval 1 hour
order by reported_at desc, subject;
