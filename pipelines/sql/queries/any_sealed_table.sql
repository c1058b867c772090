-- name:    any_sealed_table
-- grain:   one row, or none
-- from:    the catalogue of the database
-- answers: whether this database knows of sealed files at all

select table_name
from duckdb_tables()
where database_name = current_database()
  and table_name = 'sealed_file';
