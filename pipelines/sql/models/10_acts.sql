-- name:    acts
-- grain:   one row an act of a case, its members typed
-- from:    chosen_act (log rows of the chosen cases, as subject … data)
-- answers: what each act says, in columns the fold can read; `place` numbers them, so that their
--          order can be found without carrying all they say

create or replace temp table act as
with said as (
  select
    subject, source, id, type, rank, time, received_at,
    from_json(data, '{
      "channel": "VARCHAR", "category": "VARCHAR", "zone": "VARCHAR", "cell": "VARCHAR",
      "lat": "DOUBLE", "lon": "DOUBLE", "register": "VARCHAR", "priority": "VARCHAR",
      "reporter_key": "VARCHAR", "title": "VARCHAR", "description": "VARCHAR",
      "address": "VARCHAR", "due": "VARCHAR", "found_on_spot": "BOOLEAN",
      "response_tracked": "BOOLEAN", "department": "VARCHAR", "worker": "VARCHAR",
      "result": "VARCHAR", "level": "VARCHAR", "into": "VARCHAR", "verdict": "VARCHAR",
      "forced": "BOOLEAN", "reached": "BOOLEAN", "contacted": "BOOLEAN",
      "resolved": "BOOLEAN", "satisfaction": "VARCHAR", "event": "VARCHAR",
      "actor": {"kind": "VARCHAR"}}') as d
  from chosen_act
)
select
  row_number() over () as place,
  subject, source, id, type, rank, time, received_at,
  d.channel, d.category, d.zone, d.cell, d.lat, d.lon, d.register, d.priority,
  d.reporter_key as reporter, d.title, d.description, d.address,
  cast(cast(d.due as timestamptz) at time zone 'UTC' as timestamp) as due,
  d.found_on_spot, d.response_tracked, d.department, d.worker, d.result, d.level, d."into",
  d.verdict, d.forced, d.reached, d.contacted, d.resolved, d.satisfaction,
  d.event as retracts,
  coalesce(d.actor.kind, 'human') = 'human' as human
from said;

create or replace temp table act_span as
select
  subject, min(time) as first_at, max(time) as last_at, max(received_at) as last_received_at,
  count_if(type = 'case.reported') as reports, count_if(type = 'case.retracted') as retractions
from act
group by subject;
