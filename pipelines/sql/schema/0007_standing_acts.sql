-- name:    standing_acts
-- grain:   one row an act of a case
-- from:    hot_act, log
-- answers: the acts from `starts_at` to `ends_at` that were not taken back in that time; `live` ones
--          lie beside their cases, of a past further away the log tells

create macro standing_acts(live, starts_at, ends_at) as table
with act as (
  select subject, source, id, type, rank, time, received_at, data
  from hot_act
  where live
  union all
  select subject, source, id, type, rank, time, received_at, data
  from log
  where not live
    and type like 'case.%'
),
lately as (
  select *
  from act
  where time >= starts_at
    and time <= ends_at
)
select l.*
from lately as l
anti join (
  select subject, source, data ->> 'event' as id
  from lately
  where type = 'case.retracted'
) as t on t.subject = l.subject and t.source = l.source and t.id = l.id;
