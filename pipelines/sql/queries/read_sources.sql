-- name:    read_sources
-- grain:   one row a source
-- from:    log
-- answers: what each source gave, when last, and how late its events come in

select
  source, count(*) as events, max(time) as last_at, epoch($as_of) - epoch(max(time)) as lag_s,
  approx_quantile(epoch(received_at) - epoch(time), 0.5) as delay_p50_s
from log
group by source
order by source;
