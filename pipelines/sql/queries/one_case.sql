-- name:    one_case
-- grain:   one row, or none
-- from:    clocked
-- answers: the case that was folded from its acts

select *
from clocked;
