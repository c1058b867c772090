-- name:    replace
-- grain:   as each derived table
-- from:    clocked, restless_now, fact, all_call, all_shift, all_position
-- answers: puts what the rebuild derived in the place of what was there

delete from cases;
insert into cases by name
select *
from clocked;

delete from restless;
insert into restless by name
select *
from restless_now;

delete from rollup;
insert into rollup by name
select *
from fact;

delete from call;
insert into call by name
select *
from all_call;

delete from shift;
insert into shift by name
select *
from all_shift;

delete from position;
insert into position by name
select *
from all_position;

delete from hot_act;
insert into hot_act by name
select a.*
from chosen_act as a
anti join (
  select subject
  from clocked
  where ended is not null
    and last_event_at < (
      select least(max(last_event_at), max(last_received_at)) from clocked
    ) - interval 2 days
) as done using (subject);

insert into place by name
select *
from found_place;
