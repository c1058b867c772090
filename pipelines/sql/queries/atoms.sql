-- name:    atoms
-- grain:   one row a case known at the instant, with its dimensions and 0/1 atoms
-- from:    present
-- answers: what each case adds to the numerators and denominators at $as_of; a view, so that only
--          what is asked for is worked out

set variable as_of = $as_of;
set variable known_at = $known_at;
set variable since = $since;
set variable before = $before;
set variable stock = $stock;

create or replace temp view atomized as
with dimensioned as (
  select
    *,
    ended is null or ended = 'closed' as counts,
    due_at is not null as limited
  from present
  where reported_at < getvariable('before')
    and (
      reported_at >= getvariable('since')
      or (getvariable('stock') and (ended is null or closed_at >= getvariable('since')))
    )
    and last_event_at <= getvariable('as_of')
    and last_received_at <= getvariable('known_at')
),
judged as (
  select
    *,
    counts and ended is null as is_open,
    coalesce(ended = 'closed', false) as is_closed,
    counts and ended is null and handling_ended_at is null and suspended_at is null
      and coalesce(getvariable('as_of') > due_at, false) as is_overdue,
    case when limited then handling_ended_at <= due_at else verdict = 'on_time' end as in_time
  from dimensioned
),
due_judged as (
  select
    *,
    counts and suspended_at is null
      and ((handling_ended_at is not null and (limited or verdict is not null)) or is_overdue) as is_due
  from judged
)
select
  subject, reported_at, closed_at, register, zone, cell, department, channel, category, class,
  stage, worker, reporter, lat, lon, ended, due_at, suspended_at, handling_ended_at, verdict,
  first_response_at, response_tracked, supervision, reached, rated_satisfaction,
  1 as reported,
  filed_at is not null as filed,
  filed_at is not null and filed_at <= filing_due_at as filed_on_time,
  coalesce(ended = 'rejected', false) as rejected,
  coalesce(ended = 'merged', false) as merged,
  coalesce(ended not in ('rejected', 'voided'), true) as valid,
  is_closed as closed,
  is_open as open,
  is_overdue as open_overdue,
  is_due as due,
  is_closed and (limited or verdict is not null) and in_time as closed_on_time,
  is_closed and (limited or verdict is not null) and not in_time as closed_late,
  is_closed and (limited or verdict is not null) as closed_judged,
  is_due and handling_ended_at is not null as disposed,
  is_due and handling_ended_at is not null and in_time as disposed_on_time,
  counts and dispatched as dispatched,
  counts and dispatched and not returned as dispatched_right,
  counts and dispatched and returned as returned,
  counts and last_handled_at is not null
    and (checked_at is not null or (ended is null and getvariable('as_of') > check_due_at)) as check_due,
  counts and last_handled_at is not null and checked_at <= check_due_at as checked_on_time,
  counts and handled as handled,
  counts and handled and failed as failed,
  counts and urged as urged,
  counts and supervision is not null as supervised,
  counts and suspended_at is not null as suspended,
  counts and dispatched and (accepted_at is not null or getvariable('as_of') > accept_due_at) as accept_due,
  counts and dispatched and accepted_at <= accept_due_at as accepted_on_time,
  counts and response_tracked
    and (first_response_at is not null or getvariable('as_of') > reported_at + interval 15 minutes) as response_due,
  counts and response_tracked
    and first_response_at <= reported_at + interval 15 minutes as responded,
  case
    when counts and response_tracked then epoch_us(first_response_at) - epoch_us(reported_at)
  end / 1e6 as first_response_s,
  case when counts then epoch_us(sent_at) - epoch_us(reported_at) end / 1e6 as dispatch_s,
  case
    when counts and handling_ended_at >= reported_at
    then epoch_us(handling_ended_at) - epoch_us(reported_at)
  end / 3.6e9 as handling_h,
  counts and coalesce(reached, false) as called_back,
  counts and coalesce(reached, false) and contacted as contacted,
  counts and coalesce(reached, false) and resolved as resolved,
  counts and coalesce(reached, false) and callback_satisfaction is not null as satisfaction_stated,
  case
    when not counts or not coalesce(reached, false) then 0
    when callback_satisfaction in ('very_satisfied', 'satisfied') then 1
    when callback_satisfaction = 'fairly_satisfied' then 0.9
    else 0
  end as satisfaction,
  counts and rated_satisfaction is not null as rated,
  case
    when not counts then 0
    when rated_satisfaction in ('very_satisfied', 'satisfied') then 1
    when rated_satisfaction = 'fairly_satisfied' then 0.9
    else 0
  end as rating,
  is_closed and limited and verdict is not null
    and (verdict = 'on_time') <> (handling_ended_at <= due_at) as disagreed
from due_judged;
