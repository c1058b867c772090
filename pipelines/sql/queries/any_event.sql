-- name:    any_event
-- grain:   one row, or none
-- from:    log, sealed_file
-- answers: whether anything was ever said

select 1
where exists (from log)
  or exists (from sealed_file);
