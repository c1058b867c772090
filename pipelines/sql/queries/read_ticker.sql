-- name:    read_ticker
-- grain:   one row an act
-- from:    hot_act, log, cases, atom
-- answers: the latest acts of cases that still count, newest first, and how many the last minute saw

with act as (
  select subject, source, id, type, rank, time, received_at, data
  from hot_act
  where $live
  union all
  select subject, source, id, type, rank, time, received_at, data
  from log
  where not $live
),
lately as (
  select *
  from act
  where time > $as_of - interval 6 hours
    and time <= $as_of
    and type like 'case.%'
),
taken_back as (
  select subject, source, data ->> 'event' as id
  from lately
  where type = 'case.retracted'
),
shown as (
  select l.subject, l.source, l.id, l.type, l.rank, l.time, l.received_at
  from lately as l
  anti join taken_back as t on t.subject = l.subject and t.source = l.source and t.id = l.id
  where l.type not in ('case.retracted', 'case.redacted', 'case.noted')
),
newest as (
  select *
  from shown
  order by time desc, received_at desc, rank desc, id desc
  limit $limit
)
select
  n.time, n.subject as case_id, c.zone, c.category, n.type, coalesce(p.stage, c.stage) as stage,
  c.channel, l.data ->> 'worker' as worker, l.data ->> 'department' as department,
  (select count(*) from shown where time > $as_of - interval 1 minute) as last_minute
from newest as n
join lately as l on l.subject = n.subject and l.source = n.source and l.id = n.id
join cases as c on c.subject = n.subject
left join atom as p on p.subject = n.subject
order by n.time desc, n.received_at desc, n.rank desc, n.id desc;
