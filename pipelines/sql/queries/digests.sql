-- name:    digests
-- grain:   one row an edition: of the models, of the city pack
-- from:    meta
-- answers: by which editions the derived tables were made

select key, value
from meta
where key in ('models', 'pack')
order by key;
