-- name:    unlocated
-- grain:   one row a point
-- from:    folded, place
-- answers: which points of cases without a named cell were not yet looked up in the pack

select distinct f.lat, f.lon
from folded as f
anti join place as p on p.lat = f.lat and p.lon = f.lon
where f.cell is null
  and f.lat is not null
  and f.lon is not null;
