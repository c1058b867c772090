-- name:    refolded
-- grain:   one row a sealed case
-- from:    clocked
-- answers: `present` and `filed`, the cases of one file folded again

create or replace temp table present as
from clocked;

create or replace temp table filed as
select subject, cast($file_no as integer) as file_no
from clocked;
