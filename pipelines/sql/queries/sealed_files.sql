-- name:    sealed_files
-- grain:   one row a file of the sealed folder
-- from:    sealed_file
-- answers: which files belong to the city, and what each must hold

select name, sha256, bytes
from sealed_file
order by name;
