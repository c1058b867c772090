-- name:    read_together
-- grain:   one row
-- from:    live_act
-- answers: of the cases that are open or changed lately, how many have acts of two sources or more

select count(*) as cases, count_if(sources > 1) as joined
from (
  select subject, count(distinct source) as sources
  from live_act
  group by subject
);
