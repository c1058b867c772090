-- name:    due_before_reported
-- grain:   one row a case
-- from:    whole_case
-- answers: which cases have a limit that ends before their report: late from the first second

select count(*) over () as bad_rows, subject as example
from whole_case
where due_at < reported_at
order by reported_at desc, subject
limit $most;
