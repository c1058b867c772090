-- name:    own_name
-- grain:   one row
-- from:    nothing
-- answers: by which name the database goes within itself, quoted to be written into a statement

select '"' || replace(current_database(), '"', '""') || '"';
