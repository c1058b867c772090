-- name:    known_identities
-- grain:   one row an offered event that the log already holds
-- from:    offered, log
-- answers: which events are duplicates

select o.position
from offered as o
semi join log as l on l.source = o.source and l.id = o.id;
