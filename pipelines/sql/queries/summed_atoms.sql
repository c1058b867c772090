-- name:    summed_atoms
-- grain:   one row a case
-- from:    atom
-- answers: what the sums are made of, where every case is counted by itself

create or replace temp view summed as
from atom;
