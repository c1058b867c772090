-- name:    read_waiting
-- grain:   one row a type of act done today
-- from:    log, cases
-- answers: today's acts of the loop, and how many of them are of cases of a day before

select l.type, count(*) as acts, count_if(c.reported_at < $today) as earlier
from log as l
join cases as c using (subject)
where l.time >= $today
  and l.time <= $as_of
  and c.register = 'city'
  and l.type in (
    'case.reported', 'case.dispatched', 'case.urged', 'case.closed', 'case.rated', 'case.called_back'
  )
group by l.type;
