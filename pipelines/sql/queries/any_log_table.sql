-- name:    any_log_table
-- grain:   one row, or none
-- from:    the catalogue of the database
-- answers: whether this is a database of events at all

select table_name
from information_schema.tables
where table_catalog = current_database()
  and table_name = 'log';
