-- name:    whole_asked
-- grain:   as live_act
-- from:    live_act, fetched_act, sealed_touched, unsealed
-- answers: the acts of the asked cases, those that lie sealed too

create or replace temp view whole_act as
select *
from live_act
union all by name
select s.* exclude (file_no)
from fetched_act as s
semi join sealed_touched as t
  on t.subject = s.subject and t.file_no = s.file_no
anti join unsealed as u
  on u.subject = s.subject and u.file_no = s.file_no;
