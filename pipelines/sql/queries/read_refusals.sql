-- name:    read_refusals
-- grain:   one row a source and reason
-- from:    refusal
-- answers: what was refused at the door, and why

select coalesce(source, '') as source, reason, count(*) as n
from refusal
group by all
order by n desc;
