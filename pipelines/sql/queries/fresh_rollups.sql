-- name:    fresh_rollups
-- grain:   as rollup and bin
-- from:    nothing
-- answers: where the comparison counts the sums anew

create or replace temp table fresh_rollup as
from rollup
limit 0;

create or replace temp table fresh_bin as
from bin
limit 0;
