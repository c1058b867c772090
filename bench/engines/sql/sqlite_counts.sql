-- name:    sqlite_counts
-- grain:   one row a zone and one a cell
-- from:    counter
-- answers: the wall's counts

select by, key, reported, closed, closed_on_time, closed_late, open, open_overdue, is_due
from counter
