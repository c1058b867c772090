-- name:    apply
-- grain:   one row a touched case
-- from:    touched, clocked, restless_now
-- answers: replaces the rows of the touched cases

delete from cases
using touched as t
where cases.subject = t.subject;

insert into cases by name
select *
from clocked;

delete from restless
using touched as t
where restless.subject = t.subject;

insert into restless by name
select *
from restless_now;

insert into place by name
select *
from found_place;
