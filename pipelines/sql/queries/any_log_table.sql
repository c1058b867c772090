-- name:    any_log_table
-- grain:   one row, or none
-- from:    the catalogue of the database
-- answers: whether this is a database of events at all

select table_name
from duckdb_tables()
where database_name = current_database()
  and table_name in ('log', 'live_act');
