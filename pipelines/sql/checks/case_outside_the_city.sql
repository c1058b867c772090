-- name:    case_outside_the_city
-- grain:   one row a case
-- from:    whole_case
-- answers: which cases lie outside the bounds of the city: swapped or foreign coordinates

select
  count(*) over () as bad_rows,
  subject || ': ' || round(lat, 5) || ', ' || round(lon, 5) as example
from whole_case
where lat not between $south and $north
  or lon not between $west and $east
order by reported_at desc, subject
limit $most;
