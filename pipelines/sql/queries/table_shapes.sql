-- name:    table_shapes
-- grain:   one row a table of those asked for
-- from:    the catalogue of the database
-- answers: by which statement each would be created as it is

select table_name, sql
from duckdb_tables()
where database_name = current_database()
  and schema_name = 'main'
  and not temporary
  and list_contains($tables, table_name)
order by table_name;
