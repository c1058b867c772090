-- name:    unseal
-- grain:   one row an act of a sealed case that is touched again
-- from:    sealed_touched, fetched_act
-- answers: brings the acts back among the live ones; the rows in the files count no more

create or replace temp table fetched as
select s.*
from fetched_act as s
join sealed_touched as t
  on t.subject = s.subject and t.file_no = s.file_no;

insert into unsealed
select distinct subject, file_no
from fetched;

insert into live_act by name
select * exclude (file_no)
from fetched;

insert into sealed_said
select source, type, -count(*), null, null
from fetched
group by source, type;
