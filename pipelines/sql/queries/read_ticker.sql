-- name:    read_ticker
-- grain:   one row an act
-- from:    whole_act, whole_case, atom
-- answers: the latest acts of cases that still count, newest first, and how many the last minute saw

with shown as (
  select *
  from standing_acts('whole_act', $as_of - interval 6 hours + interval 1 microsecond, $as_of)
  where type not in ('case.retracted', 'case.redacted', 'case.noted')
),
newest as (
  select *
  from shown
  order by time desc, received_at desc, rank desc, id desc
  limit $limit
)
select
  n.time, n.subject as case_id, c.zone, c.category, n.type, coalesce(p.stage, c.stage) as stage,
  c.channel, n.data ->> 'worker' as worker, n.data ->> 'department' as department,
  (select count(*) from shown where time > $as_of - interval 1 minute) as last_minute
from newest as n
join whole_case as c on c.subject = n.subject
left join atom as p on p.subject = n.subject
order by n.time desc, n.received_at desc, n.rank desc, n.id desc;
