-- name:    whole
-- grain:   as cases, live_act and log
-- from:    cases, live_act, live_event, sealed_case, sealed_act, unsealed
-- answers: the city with what is sealed; a case that was touched again is what is live of it

create or replace temp view whole_case as
select *
from cases
union all by name
select s.* exclude (file_no)
from sealed_case as s
anti join unsealed as u
  on u.subject = s.subject and u.file_no = s.file_no;

create or replace temp view whole_act as
select *
from live_act
union all by name
select s.* exclude (file_no)
from sealed_act as s
anti join unsealed as u
  on u.subject = s.subject and u.file_no = s.file_no;

create or replace temp view whole_log as
from whole_act
union all by name
from live_event;
