-- name:    others
-- grain:   one row an event of a call, a shift or a position
-- from:    fresh
-- answers: the hotline's ended calls, who is on shift, where workers are

insert into call
select
  subject, source, id, time, received_at,
  cast(cast(data ->> 'queued_at' as timestamptz) at time zone 'UTC' as timestamp),
  cast(cast(data ->> 'answered_at' as timestamptz) at time zone 'UTC' as timestamp),
  coalesce(data ->> 'direction', 'in'),
  data ->> 'topic'
from fresh
where type = 'call.ended';

insert into shift
select subject, source, id, time, received_at, data ->> 'state', data ->> 'cell'
from fresh
where type = 'worker.shift';

insert into position
select
  subject, source, id, time, received_at,
  cast(data ->> 'lat' as double), cast(data ->> 'lon' as double)
from fresh
where type = 'worker.located';
