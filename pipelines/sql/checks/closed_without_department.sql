-- name:    closed_without_department
-- grain:   one row a case
-- from:    whole_case
-- answers: which cases were closed though no department had them and nobody answered on the spot

select count(*) over () as bad_rows, subject as example
from whole_case
where closed_at is not null
  and department is null
  and (handled or handled_at is null)
order by closed_at desc, subject
limit $most;
