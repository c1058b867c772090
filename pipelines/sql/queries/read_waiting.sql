-- name:    read_waiting
-- grain:   one row a type of act done today
-- from:    log, cases
-- answers: today's acts of the loop that still count, and how many of them are of cases of a day before

with done as (
  select subject, source, id, type
  from log
  where time >= $today
    and time <= $as_of
    and type in (
      'case.reported', 'case.dispatched', 'case.urged', 'case.closed', 'case.rated', 'case.called_back'
    )
),
taken_back as (
  select subject, source, data ->> 'event' as id
  from log
  where type = 'case.retracted'
    and time >= $today
    and time <= $as_of
)
select d.type, count(*) as acts, count_if(c.reported_at < $today) as earlier
from done as d
anti join taken_back as t on t.subject = d.subject and t.source = d.source and t.id = d.id
join cases as c on c.subject = d.subject
where c.register = 'city'
group by d.type;
