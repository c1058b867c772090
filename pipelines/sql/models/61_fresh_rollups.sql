-- name:    fresh_rollups
-- grain:   as rollup and bin
-- from:    fact, bin_fact
-- answers: the sums of the files looked at so far, for comparison

insert into fresh_rollup by name
select *
from fact;

insert into fresh_bin by name
select *
from bin_fact;
