-- name:    moment_refolded
-- grain:   one row a case that had to be folded again
-- from:    clocked
-- answers: adds the refolded cases to those that are kept

insert into present_case by name
select *
from clocked
where reported_at < $before
  and ($stock or reported_at >= $since);
