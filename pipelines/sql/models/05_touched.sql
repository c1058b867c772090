-- name:    touched
-- grain:   one row a case that this tick touches
-- from:    fresh
-- answers: whose acts must be folded again

create or replace temp table touched as
select distinct subject
from fresh
where type like 'case.%';

create or replace temp table found_place (lat double, lon double, cell varchar);
