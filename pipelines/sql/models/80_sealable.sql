-- name:    sealable
-- grain:   one row a live case that is done with
-- from:    cases, restless, live_act
-- answers: which cases ended before $before and have nothing left that time alone could change;
--          a case that may have begun otherwise, or of which something was erased, stays live

create or replace temp table sealable as
select subject, cast(date_trunc('month', reported_at) as date) as month
from cases
where ended is not null
  and last_event_at < $before
  and (not dispatched or accepted_at is not null or coalesce(accept_due_at < $before, true))
  and subject not in (select subject from restless)
  and subject not in (select subject from live_act where type = 'case.redacted');
