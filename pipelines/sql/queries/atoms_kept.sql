-- name:    atoms_kept
-- grain:   one row a case
-- from:    atomized
-- answers: the atoms worked out once, for many questions

create or replace temp table atom as
from atomized;
