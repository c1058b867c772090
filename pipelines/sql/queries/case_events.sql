-- name:    case_events
-- grain:   one row an event of the asked cases
-- from:    whole_act, personal
-- answers: what was said of a case, in fold order, and which of it was taken back

with asked as (
  select *
  from whole_act
  where subject in (select unnest($subjects))
),
private as (
  select source, id, map(list(field order by field), list(content order by field)) as personal
  from personal
  where subject in (select unnest($subjects))
  group by source, id
)
select
  a.source, a.id, a.type, a.time, a.received_at, a.subject, a.data, p.personal,
  exists (
    select 1
    from asked as r
    where r.type = 'case.retracted'
      and r.subject = a.subject
      and r.source = a.source
      and r.data ->> 'event' = a.id
  ) as retracted
from asked as a
left join private as p using (source, id)
order by a.subject, a.type = 'case.reported' desc, a.time, a.rank, a.id, a.source;
