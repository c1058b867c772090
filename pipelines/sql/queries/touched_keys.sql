-- name:    touched_keys
-- grain:   one row a touched case
-- from:    touched
-- answers: by what it is found among the sealed ones

select subject, md5_number_lower(subject) as key
from touched;
