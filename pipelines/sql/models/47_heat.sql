-- name:    heat
-- grain:   one row an act of a case that may well be touched again
-- from:    clocked, fetched
-- answers: keeps the acts of open and lately changed cases beside them; of a case that ended more
--          than two days before $now the log is enough

create or replace temp table cooled as
select subject
from clocked
where ended is not null
  and last_event_at < $now - interval 2 days;

delete from hot_act
using cooled as c
where hot_act.subject = c.subject;

insert into hot_act
select f.*
from fetched as f
anti join cooled as c using (subject);
