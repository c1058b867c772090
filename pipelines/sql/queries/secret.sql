-- name:    secret
-- grain:   one row, or none
-- from:    meta
-- answers: with what this database makes pseudonyms

select value
from meta
where key = 'secret';
