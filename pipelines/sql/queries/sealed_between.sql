-- name:    sealed_between
-- grain:   one row a file
-- from:    sealed_file
-- answers: which files may hold a case that an instant asks for: reported in the time, or, where the
--          stock is asked for, touched since

select *
from sealed_file
where kind in ('cases', 'acts')
  and first_event_at < $before
  and (last_reported_at >= $since or ($stock and last_event_at >= $since))
order by file_no;
