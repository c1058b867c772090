-- name:    sealed_runs
-- grain:   one row a file
-- from:    sealed_file
-- answers: the runs of keys by which sealed cases and their acts are known

select kind, name
from sealed_file
where kind in ('subjects', 'identities')
order by file_no;
