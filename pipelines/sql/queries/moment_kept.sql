-- name:    moment_kept
-- grain:   one row a case known at the instant
-- from:    cases
-- answers: every case as it stood then, where nothing came later

create or replace temp table present as
select *
from cases
where reported_at < $before
  and (reported_at >= $since or ($stock and (ended is null or closed_at >= $since)))
  and last_event_at <= $as_of
  and last_received_at <= $known_at;
