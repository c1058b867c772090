-- name:    offered
-- grain:   one row an event that somebody brings
-- from:    nothing
-- answers: where the names of a batch's events are put

create or replace temp table offered_name (position bigint, name varchar);
