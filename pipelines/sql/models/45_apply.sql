-- name:    apply
-- grain:   one row a touched case and sign
-- from:    cases (before), clocked (after), restless_now
-- answers: replaces the touched rows and leaves `counted`, what leaves the rollups and what enters

create or replace temp table counted as
select -1 as sign, c.*
from cases as c
semi join touched as t using (subject)
union all by name
select 1 as sign, n.*
from clocked as n;

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
