-- name:    derived_equals_rebuild
-- grain:   one row a difference
-- from:    the derived tables, and what the rebuild derived beside them
-- answers: where the kept state is not what the log says

(select 'cases' as name, 'kept' as side, cast(k as varchar) as row
 from (select * from cases except select * from clocked) as k)
union all
(select 'cases', 'rebuilt', cast(r as varchar)
 from (select * from clocked except select * from cases) as r)
union all
(select 'cases', 'twice', subject
 from cases group by subject having count(*) > 1)
union all
(select 'restless', 'kept', cast(k as varchar)
 from (select * from restless except all select * from restless_now) as k)
union all
(select 'restless', 'rebuilt', cast(r as varchar)
 from (select * from restless_now except all select * from restless) as r)
union all
(select 'call', 'kept', cast(k as varchar) from (select * from call except all select * from all_call) as k)
union all
(select 'call', 'rebuilt', cast(r as varchar) from (select * from all_call except all select * from call) as r)
union all
(select 'shift', 'kept', cast(k as varchar) from (select * from shift except all select * from all_shift) as k)
union all
(select 'shift', 'rebuilt', cast(r as varchar) from (select * from all_shift except all select * from shift) as r)
union all
(select 'position', 'kept', cast(k as varchar) from (select * from position except all select * from all_position) as k)
union all
(select 'position', 'rebuilt', cast(r as varchar) from (select * from all_position except all select * from position) as r);
