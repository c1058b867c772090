-- name:    moment_later
-- grain:   one row a case
-- from:    whole_case, restless
-- answers: which cases have acts after the instant $as_of

create or replace temp table later as
select subject, first_event_at
from whole_case
where reported_at < $before
  and ($stock or reported_at >= $since)
  and first_event_at <= $as_of
  and (last_event_at > $as_of or last_received_at > $known_at)
union
select subject, first_event_at
from restless
where first_event_at < $before
  and ($stock or last_event_at >= $since)
  and first_event_at <= $as_of
  and (last_event_at > $as_of or last_received_at > $known_at);
