-- name:    any_logged
-- grain:   one row, or none
-- from:    log
-- answers: whether anything that was said lies in the database, whatever shape it has

select seq
from log
limit 1;
