-- name:    forget_files
-- grain:   one row a file
-- from:    sealed_file
-- answers: these belong to the city no more

delete from sealed_file
where name in (select unnest($names));
