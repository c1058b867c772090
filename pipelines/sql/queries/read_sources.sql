-- name:    read_sources
-- grain:   one row a source
-- from:    log, sealed_said
-- answers: what each source gave and of which kinds, since when, how long ago the last, and how late
--          its events of the last hour came in (of the last day where the hour has none)

with given as (
  select
    source, type,
    count(*) as events,
    count_if(time >= $today) as today,
    min(time) as first_at,
    max(time) as last_at
  from log
  where time <= $as_of
  group by source, type
  union all
  select source, type, sum(events), 0, min(first_at), max(last_at)
  from sealed_said
  where coalesce(first_at <= $as_of, true)
  group by source, type
),
late as (
  select
    source,
    median(epoch(received_at) - epoch(time)) as of_the_day,
    median(epoch(received_at) - epoch(time)) filter (time > $as_of - interval 1 hour) as of_the_hour
  from log
  where time <= $as_of
    and time > $as_of - interval 1 day
  group by source
)
select
  g.source,
  cast(sum(g.events) as bigint) as events,
  cast(sum(g.today) as bigint) as today,
  min(g.first_at) as first_at,
  max(g.last_at) as last_at,
  epoch($as_of) - epoch(max(g.last_at)) as lag_s,
  coalesce(any_value(l.of_the_hour), any_value(l.of_the_day)) as delay_p50_s,
  list_sort(list_distinct(list(split_part(g.type, '.', 1)))) as kinds
from given as g
left join late as l using (source)
group by g.source
order by g.source;
