-- name:    any_event
-- grain:   one row, or none
-- from:    log
-- answers: whether anything was ever said

select seq
from log
limit 1;
