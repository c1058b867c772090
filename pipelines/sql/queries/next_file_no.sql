-- name:    next_file_no
-- grain:   one row
-- from:    sealed_file_no
-- answers: the number of the next sealed file

select nextval('sealed_file_no');
