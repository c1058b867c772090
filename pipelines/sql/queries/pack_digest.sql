-- name:    pack_digest
-- grain:   one row
-- from:    meta
-- answers: which edition of the city pack the derived tables were made with

select value
from meta
where key = 'pack';
