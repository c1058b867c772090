-- name:    ended_before_reported
-- grain:   one row a case
-- from:    whole_case
-- answers: which cases were handled or closed before they were reported

select count(*) over () as bad_rows, subject as example
from whole_case
where handled_at < reported_at
  or closed_at < reported_at
order by reported_at desc, subject
limit $most;
