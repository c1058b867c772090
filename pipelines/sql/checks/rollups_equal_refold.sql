-- name:    rollups_equal_refold
-- grain:   one row a difference
-- from:    rollup, bin, fresh_rollup, fresh_bin
-- answers: where the sums of what is sealed are not what counting it anew gives

with kept as (
  select file_no, axis, day, register, dimension, key, round(sum(columns(* exclude (file_no, axis, day, register, dimension, key))), 6)
  from rollup
  group by all
),
counted as (
  select file_no, axis, day, register, dimension, key, round(sum(columns(* exclude (file_no, axis, day, register, dimension, key))), 6)
  from fresh_rollup
  group by all
),
kept_bin as (
  select file_no, day, register, measure, bin, sum(n) as n
  from bin
  group by all
  having sum(n) <> 0
),
counted_bin as (
  select file_no, day, register, measure, bin, sum(n) as n
  from fresh_bin
  group by all
)
(select 'rollup' as name, 'kept' as side, cast(k as varchar) as row
 from (select * from kept where reported <> 0 except all select * from counted) as k)
union all
(select 'rollup', 'rebuilt', cast(r as varchar)
 from (select * from counted except all select * from kept) as r)
union all
(select 'bin', 'kept', cast(k as varchar)
 from (select * from kept_bin except all select * from counted_bin) as k)
union all
(select 'bin', 'rebuilt', cast(r as varchar)
 from (select * from counted_bin except all select * from kept_bin) as r);
