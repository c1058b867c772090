-- name:    still_sealed
-- grain:   one row a touched case
-- from:    sealed_touched, unsealed
-- answers: which of the touched cases lie in a file, and have not been brought back since

select distinct subject, file_no
from sealed_touched
anti join unsealed using (subject, file_no);
