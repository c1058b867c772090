-- name:    cool
-- grain:   one row an act of a case that may well be touched again
-- from:    hot_act, cases
-- answers: lets go of the cases that ended more than two days before $now

create or replace temp table still_hot as
select h.*
from hot_act as h
anti join (
  select subject
  from cases
  where ended is not null
    and last_event_at < $now - interval 2 days
) as done using (subject);

delete from hot_act;
insert into hot_act
select *
from still_hot;
