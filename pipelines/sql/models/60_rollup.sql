-- name:    rollup
-- grain:   one row an axis, day, register, dimension and key, or several that are summed
-- from:    fact, bin_fact
-- answers: the sums of the facts; adding their signed differences keeps them exact

insert into rollup by name
select *
from fact;

insert into bin by name
select *
from bin_fact;
