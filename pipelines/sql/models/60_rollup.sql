-- name:    rollup
-- grain:   one row an hour, register, dimension, key and measure
-- from:    fact
-- answers: the sums of the facts, kept exact by adding signed deltas

merge into rollup as r
using fact as f
  on r.hour = f.hour
  and r.register is not distinct from f.register
  and r.dimension = f.dimension
  and r.key is not distinct from f.key
  and r.measure = f.measure
when matched then update set amount = r.amount + f.amount
when not matched then insert (hour, register, dimension, key, measure, amount)
  values (f.hour, f.register, f.dimension, f.key, f.measure, f.amount);
