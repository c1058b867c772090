-- name:    call_answered_before_it_queued
-- grain:   one row a call
-- from:    call
-- answers: which calls were answered before they began to wait

select count(*) over () as bad_rows, subject as example
from call
where answered_at < queued_at
order by time desc, subject
limit $most;
