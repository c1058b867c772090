-- name:    sqlite_spans
-- grain:   one row a case reported today whose handling has ended
-- from:    folded
-- answers: how long handling took, in microseconds

select zone, cell, ended_at - reported_at
from folded indexed by folded_today
where reported_at >= 1784044800000000 and reported_at >= :today and ended_at is not null
