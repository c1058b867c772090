-- name:    moment_kept
-- grain:   one row a case known at the instant
-- from:    whole_case
-- answers: every case as it stood then, where nothing came later; with its words where asked for

create or replace temp table present_case as
select
  * replace (
    if($texts, title, null) as title,
    if($texts, description, null) as description,
    if($texts, address, null) as address
  )
from whole_case
where reported_at < $before
  and (reported_at >= $since or ($stock and (ended is null or closed_at >= $since)))
  and last_event_at <= $as_of
  and last_received_at <= $known_at;

create or replace temp view present as
select *
from present_case;
