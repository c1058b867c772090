-- name:    act_without_report
-- grain:   one row a case
-- from:    whole_act, whole_case
-- answers: which cases were acted on, but whose report has not come within a day

select count(*) over () as bad_rows, h.subject || ' (' || any_value(h.source) || ')' as example
from whole_act as h
anti join whole_case as c using (subject)
group by h.subject
having min(h.received_at) < $as_of - interval 1 day
order by min(h.received_at) desc, h.subject
limit $most;
