-- name:    read_sources
-- grain:   one row a source
-- from:    log
-- answers: what each source gave, when last, and how late its events of the last day came in

select
  source, count(*) as events, max(time) as last_at, epoch($as_of) - epoch(max(time)) as lag_s,
  median(epoch(received_at) - epoch(time)) filter (time > $as_of - interval 1 day) as delay_p50_s
from log
where time <= $as_of
group by source
order by source;
