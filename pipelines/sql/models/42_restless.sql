-- name:    restless
-- grain:   one row a case with several reports or a retraction
-- from:    act
-- answers: which cases may have begun at another instant, or not be known, at an earlier as_of

create or replace temp table restless_now as
select
  subject, min(time) as first_event_at, max(time) as last_event_at,
  max(received_at) as last_received_at
from act
group by subject
having count_if(type = 'case.reported') > 1
  or (count_if(type = 'case.reported') > 0 and count_if(type = 'case.retracted') > 0);
