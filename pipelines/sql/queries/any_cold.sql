-- name:    any_cold
-- grain:   one row, or none
-- from:    cold
-- answers: whether acts must be fetched from the log

select subject
from cold
limit 1;
