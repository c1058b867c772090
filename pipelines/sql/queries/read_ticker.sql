-- name:    read_ticker
-- grain:   one row an act
-- from:    log, cases, atom
-- answers: the latest acts of cases that still count, newest first, and how many the last minute saw

with taken_back as (
  select subject, source, data ->> 'event' as id
  from log
  where type = 'case.retracted'
    and time > $as_of - interval 6 hours
    and time <= $as_of
),
shown as (
  select l.seq, l.subject, l.type, l.time
  from log as l
  anti join taken_back as t on t.subject = l.subject and t.source = l.source and t.id = l.id
  where l.time > $as_of - interval 6 hours
    and l.time <= $as_of
    and l.type like 'case.%'
    and l.type not in ('case.retracted', 'case.redacted', 'case.noted')
),
newest as (
  select *
  from shown
  order by time desc, seq desc
  limit $limit
)
select
  n.time, n.subject as case_id, c.zone, c.category, n.type, coalesce(p.stage, c.stage) as stage,
  c.channel, l.data ->> 'worker' as worker, l.data ->> 'department' as department,
  (select count(*) from shown where time > $as_of - interval 1 minute) as last_minute
from newest as n
join log as l on l.seq = n.seq
join cases as c on c.subject = n.subject
left join atom as p on p.subject = n.subject
order by n.time desc, n.seq desc;
