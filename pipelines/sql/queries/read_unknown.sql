-- name:    read_unknown
-- grain:   one row a dimension and code, the most frequent first
-- from:    cases, and the codes of the city pack as lists; an empty list knows nothing to compare
-- answers: which codes the cases carry that the city pack does not know, how often, and where last

with carried as (
  select 'category' as dimension, category as code, count(*) as n, max(reported_at) as last_at
  from cases
  group by category
  union all
  select 'channel', channel, count(*), max(reported_at)
  from cases
  group by channel
  union all
  select 'cell', cell, count(*), max(reported_at)
  from cases
  group by cell
  union all
  select 'zone', zone, count(*), max(reported_at)
  from cases
  group by zone
  union all
  select 'department', department, count(*), max(reported_at)
  from cases
  group by department
  union all
  select 'worker', worker, count(*), max(reported_at)
  from cases
  group by worker
),
known as (
  select 'category' as dimension, unnest($categories) as code
  union all
  select 'channel', unnest($channels)
  union all
  select 'cell', unnest($cells)
  union all
  select 'zone', unnest($zones)
  union all
  select 'department', unnest($departments)
  union all
  select 'worker', unnest($workers)
)
select c.dimension, c.code, c.n, c.last_at, count(*) over () as codes, sum(c.n) over () as uses
from carried as c
semi join known as k on k.dimension = c.dimension
anti join known as w on w.dimension = c.dimension and w.code = c.code
where c.code is not null
order by c.n desc, c.dimension, c.code
limit $most;
