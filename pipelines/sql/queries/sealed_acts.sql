-- name:    sealed_acts
-- grain:   one row an act of a case that is being sealed
-- from:    live_act, present
-- answers: what its file holds, the acts of a case together

select *, cast($file_no as integer) as file_no
from live_act
where subject in (select subject from present)
order by subject, seq
