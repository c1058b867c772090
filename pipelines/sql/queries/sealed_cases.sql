-- name:    sealed_cases
-- grain:   one row a case that is being sealed
-- from:    present
-- answers: what its file holds, in the order of the reports

select *, cast($file_no as integer) as file_no
from present
order by reported_at, subject
