-- name:    others_all
-- grain:   one row an event of a call, a shift or a position
-- from:    log
-- answers: the hotline's ended calls, who is on shift, where workers are

create or replace temp table all_call as
select
  subject, source, id, time, received_at,
  cast(cast(data ->> 'queued_at' as timestamptz) at time zone 'UTC' as timestamp) as queued_at,
  cast(cast(data ->> 'answered_at' as timestamptz) at time zone 'UTC' as timestamp) as answered_at,
  coalesce(data ->> 'direction', 'in') as direction,
  data ->> 'topic' as topic
from log
where type = 'call.ended';

create or replace temp table all_shift as
select subject as worker, source, id, time, received_at, data ->> 'state' as state, data ->> 'cell' as cell
from log
where type = 'worker.shift';

create or replace temp table all_position as
select
  subject as worker, source, id, time, received_at,
  cast(data ->> 'lat' as double) as lat, cast(data ->> 'lon' as double) as lon
from log
where type = 'worker.located';
