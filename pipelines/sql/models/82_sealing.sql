-- name:    sealing
-- grain:   one row a case that is being sealed
-- from:    sealable, cases
-- answers: `present`, the cases of one month that are done with, whose facts enter the sums

create or replace temp table present as
select c.*
from cases as c
join sealable as s using (subject)
where s.month = $month;

create or replace temp table filed as
select subject, cast($file_no as integer) as file_no
from present;
