-- name:    read_waiting
-- grain:   one row a type of act done today
-- from:    hot_act, log, cases
-- answers: today's acts of the loop that still count, and how many of them are of cases of a day before

with act as (
  select subject, source, id, type, time, data
  from hot_act
  where $live
  union all
  select subject, source, id, type, time, data
  from log
  where not $live
),
today as (
  select *
  from act
  where time >= $today
    and time <= $as_of
),
done as (
  select subject, source, id, type
  from today
  where type in (
      'case.reported', 'case.dispatched', 'case.urged', 'case.closed', 'case.rated', 'case.called_back'
    )
),
taken_back as (
  select subject, source, data ->> 'event' as id
  from today
  where type = 'case.retracted'
)
select d.type, count(*) as acts, count_if(c.reported_at < $today) as earlier
from done as d
anti join taken_back as t on t.subject = d.subject and t.source = d.source and t.id = d.id
join cases as c on c.subject = d.subject
where c.register = 'city'
group by d.type;
