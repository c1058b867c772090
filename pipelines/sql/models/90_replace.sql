-- name:    replace
-- grain:   as each derived table
-- from:    clocked, restless_now, all_call, all_shift, all_position
-- answers: puts what the rebuild derived in the place of what was there

delete from cases;
insert into cases by name
select *
from clocked;

delete from restless;
insert into restless by name
select *
from restless_now;

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

insert into place by name
select *
from found_place;
