-- name:    forget_rollups
-- grain:   none
-- from:    rollup, bin
-- answers: makes room for sums counted anew

delete from rollup;
delete from bin;
