-- name:    any_later
-- grain:   one row, or none
-- from:    later
-- answers: whether any case must be folded again

select subject
from later
limit 1;
