-- name:    moment_now
-- grain:   one row a case
-- from:    whole_case
-- answers: the cases as they are kept, for an instant after which nothing has happened

create or replace temp view present as
select *
from whole_case;
