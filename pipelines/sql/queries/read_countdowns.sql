-- name:    read_countdowns
-- grain:   one row a case
-- from:    atom
-- answers: the open cases of the last day that nobody has answered, most urgent first

select
  subject as id, category, zone, cell, reported_at, reported_at + interval 15 minutes as deadline,
  case when reported_at + interval 15 minutes < $as_of then 'late' else 'running' end as state
from atom
where register = 'city'
  and response_tracked
  and ended is null
  and first_response_at is null
  and reported_at >= $as_of - interval 24 hours
order by reported_at, subject
limit $limit;
