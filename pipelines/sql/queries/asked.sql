-- name:    asked
-- grain:   one row a case
-- from:    a list of subjects
-- answers: the cases asked for, in the place of those that a tick touches

create or replace temp table touched as
select distinct unnest($subjects) as subject;
