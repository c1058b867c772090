-- name:    read_refusals
-- grain:   one row a source and kind of reason
-- from:    refusal
-- answers: what was refused, how often today and in all, when last, and the latest example

select
  source,
  reason,
  sum(count) as n,
  coalesce(sum(count) filter (day = cast($day as date)), 0) as today,
  max(last_at) as last_at,
  arg_max(example_id, last_at) as example_id,
  arg_max(example, last_at) as example
from refusal
group by source, reason
order by today desc, n desc, source, reason
limit $most;
