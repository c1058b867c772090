-- name:    read_responses
-- grain:   one row
-- from:    atom
-- answers: where today's cases stand towards the first response of 15 minutes

select
  count(*) filter (first_response_at <= deadline) as within,
  count(*) filter (first_response_at > deadline) as late_answered,
  count(*) filter (first_response_at is null and deadline < $as_of) as late_unanswered,
  count(*) filter (first_response_at is null and ended is null and deadline >= $as_of) as running
from (select *, reported_at + interval 15 minutes as deadline from atom)
where register = 'city'
  and response_tracked
  and (ended is null or ended = 'closed')
  and reported_at >= $today;
