-- name:    read_joined
-- grain:   one row a source
-- from:    live_act
-- answers: of the cases that are open or changed lately, how many a source tells of, and how many of
--          these another source tells of too

with carried as (
  select distinct subject, source
  from live_act
),
told as (
  select subject, count(*) as sources
  from carried
  group by subject
)
select source, count(*) as cases, count_if(sources > 1) as joined
from carried
join told using (subject)
group by source;
