-- name:    restless
-- grain:   one row a case with several reports or a retraction
-- from:    act_span
-- answers: which cases may have begun at another instant, or not be known, at an earlier as_of

create or replace temp table restless_now as
select subject, first_at as first_event_at, last_at as last_event_at, last_received_at
from act_span
where reports > 1
  or (reports > 0 and retractions > 0);
