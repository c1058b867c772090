-- name:    atoms_seen
-- grain:   one row a case
-- from:    atomized
-- answers: the atoms of one question, only those it asks for

create or replace temp view atom as
from atomized;
