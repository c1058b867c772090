-- name:    identity_twice
-- grain:   one row an identity
-- from:    whole_log
-- answers: which pairs of source and id the log holds more than once

select count(*) over () as bad_rows, source || ' ' || id as example
from whole_log
group by source, id
having count(*) > 1
order by source, id
limit $most;
