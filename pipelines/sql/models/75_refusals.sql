-- name:    refusals
-- grain:   one row a source, day and kind of reason
-- from:    lists of the same length, and the day and instant they belong to
-- answers: adds what was refused just now to what was refused that day

merge into refusal as r
using (
  select
    unnest($sources) as source,
    unnest($reasons) as reason,
    unnest($counts) as count,
    unnest($ids) as id,
    unnest($examples) as example
) as n
  on r.source = n.source
  and r.day = cast($day as date)
  and r.reason = n.reason
when matched then update set
  count = r.count + n.count,
  last_at = $now,
  example_id = n.id,
  example = n.example
when not matched then insert (source, day, reason, count, last_at, example_id, example)
  values (n.source, cast($day as date), n.reason, n.count, $now, n.id, n.example);
