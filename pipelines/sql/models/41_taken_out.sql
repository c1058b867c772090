-- name:    taken_out
-- grain:   one row a sealed case that is touched again, as it was
-- from:    clocked, act_span, sealed_touched
-- answers: `present`, whose facts leave the sums; what was folded for that is let go

create or replace temp table present as
select *
from clocked
where starts_with(subject, chr(1));

delete from clocked
where starts_with(subject, chr(1));

delete from act_span
where starts_with(subject, chr(1));

create or replace temp table filed as
select chr(1) || subject as subject, file_no
from sealed_touched;
