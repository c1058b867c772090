-- name:    touched
-- grain:   one row a case that this tick touches
-- from:    fresh, cases, hot_act
-- answers: whose acts must be folded again, and which of them lie cold

create or replace temp table touched as
select distinct subject
from fresh
where type like 'case.%';

create or replace temp table cold as
select t.subject, c.first_event_at
from touched as t
join cases as c using (subject)
anti join hot_act as h using (subject);

create or replace temp table fetched as
select *
from hot_act
limit 0;

create or replace temp table found_place (lat double, lon double, cell varchar);
