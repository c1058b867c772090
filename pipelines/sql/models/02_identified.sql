-- name:    identified
-- grain:   one row an event that somebody brings
-- from:    offered_name
-- answers: its identity, as the log keeps it

create or replace temp table offered as
select position, md5_number(name) as identity
from offered_name;
