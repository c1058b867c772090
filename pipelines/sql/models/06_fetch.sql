-- name:    fetch
-- grain:   one row an act of a cold case
-- from:    cold, log, fresh
-- answers: what was said before of cases that were done with

insert into fetched
select l.subject, l.source, l.id, l.type, l.rank, l.time, l.received_at, l.data
from log as l
semi join cold as c using (subject)
anti join fresh as f on f.source = l.source and f.id = l.id
where l.type like 'case.%'
  and l.time >= (select min(first_event_at) from cold);
