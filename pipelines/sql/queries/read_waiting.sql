-- name:    read_waiting
-- grain:   one row a type of act done today
-- from:    whole_act, whole_case
-- answers: today's acts of the loop that still count, and how many of them are of cases of a day before

select d.type, count(*) as acts, count_if(c.reported_at < $today) as earlier
from standing_acts('whole_act', $today, $as_of) as d
join whole_case as c on c.subject = d.subject
where c.register = 'city'
  and d.type in (
    'case.reported', 'case.dispatched', 'case.urged', 'case.closed', 'case.rated', 'case.called_back'
  )
group by d.type;
