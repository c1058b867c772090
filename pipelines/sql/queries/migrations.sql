-- name:    migrations
-- grain:   one row a migration
-- from:    migration
-- answers: which shape the database has

select name
from migration
order by name;
