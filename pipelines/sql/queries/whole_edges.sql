-- name:    whole_edges
-- grain:   as cases
-- from:    cases, sealed_case, unsealed, rolled_file
-- answers: the city without what its sums tell: of their files only the days that a window cuts

create or replace temp table sealed_part as
select s.* exclude (file_no)
from sealed_case as s
anti join unsealed as u
  on u.subject = s.subject and u.file_no = s.file_no
where s.reported_at < $starts_at
  or s.reported_at >= $ends_at
  or s.file_no not in (select file_no from rolled_file);

create or replace temp view whole_case as
from cases
union all by name
from sealed_part;
