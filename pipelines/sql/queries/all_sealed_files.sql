-- name:    all_sealed_files
-- grain:   one row a file
-- from:    sealed_file
-- answers: every file that lies beside the database and belongs to it, the oldest first

select *
from sealed_file
order by file_no, name;
