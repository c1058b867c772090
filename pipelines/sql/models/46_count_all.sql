-- name:    count_all
-- grain:   one row a case
-- from:    clocked
-- answers: `counted` for the rebuild: every case enters once

create or replace temp table counted as
select 1 as sign, n.*
from clocked as n;
