-- name:    read_ticker
-- grain:   one row an act
-- from:    log, cases
-- answers: the latest acts of cases, newest first, and how many there were in the last minute

select
  l.time, l.subject as case_id, c.zone, c.category, l.type, c.stage, c.channel,
  l.data ->> 'worker' as worker, l.data ->> 'department' as department,
  count_if(l.time > $as_of - interval 1 minute) over () as last_minute
from log as l
join cases as c using (subject)
where l.time > $as_of - interval 6 hours
  and l.time <= $as_of
  and l.type like 'case.%'
  and l.type not in ('case.retracted', 'case.redacted', 'case.noted')
order by l.time desc, l.seq desc
limit $limit;
