-- name:    sealed_touched
-- grain:   one row a case and file
-- from:    nothing
-- answers: where it is put in which files the keys of the touched cases lie

create or replace temp table sealed_touched (subject varchar, file_no integer);
