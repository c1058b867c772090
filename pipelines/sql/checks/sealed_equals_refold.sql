-- name:    sealed_equals_refold
-- grain:   one row a difference
-- from:    sealed_case, unsealed, clocked
-- answers: where a sealed file is not what its acts say

with kept as (
  select s.* exclude (file_no)
  from sealed_case as s
  anti join unsealed as u
    on u.subject = s.subject and u.file_no = s.file_no
)
(select 'sealed' as name, 'kept' as side, cast(k as varchar) as row
 from (select * from kept except all select * from clocked) as k)
union all
(select 'sealed', 'rebuilt', cast(r as varchar)
 from (select * from clocked except all select * from kept) as r);
