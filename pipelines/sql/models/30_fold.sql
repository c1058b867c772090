-- name:    fold
-- grain:   one row a reported case
-- from:    act, ordered_act
-- answers: what is true of a case by its acts alone; clocks and places are added in 40_clocks.sql;
--          conditions stand inside the aggregates, a filter beside each costs more than they do

create or replace temp table folded as
with turning as (
  select
    subject,
    max(if(
      type = 'case.reopened' or (type = 'case.checked' and result = 'fail'), n, null
    )) as undone_n,
    max(if(type in ('case.handled', 'case.answered'), n, null)) as handling_n,
    max(if(type = 'case.handled', n, null)) as handled_n,
    max(if(type = 'case.supervised' and level = 'cancelled', n, null)) as cancelled_n,
    min(if(type = 'case.dispatched', n, null)) as dispatched_n,
    max(if(ends, n, null)) as ending_n,
    max(if(type = 'case.reopened', n, null)) as reopened_n,
    arg_max(if(ends, type, null), n) as ending_type
  from ordered_act
  group by subject
),
ended as (
  select
    *,
    if(ending_n > coalesce(reopened_n, 0), ending_n, null) as standing_n,
    if(ending_n > coalesce(reopened_n, 0), ending_type, null) as ended_type,
    if(handling_n > coalesce(undone_n, 0), handling_n, null) as standing_handling_n
  from turning
),
finished as (
  select
    *,
    coalesce(standing_handling_n, if(ended_type = 'case.closed', standing_n, null)) as end_n
  from ended
),
told as (
  select
    a.*, o.n, o.reported_at, o.effective_at, o.ends, f.ended_type,
    a.type in ('case.reported', 'case.amended') as describes,
    o.n = f.end_n as is_end,
    o.n = f.standing_n as is_ending,
    o.n = f.standing_handling_n as is_handling,
    o.n = f.handled_n as is_last_handled,
    a.due is not null
      and o.n <= coalesce(f.end_n, o.n)
      and a.type in (
        'case.reported', 'case.filed', 'case.dispatched', 'case.extended', 'case.instructed',
        'case.amended'
      ) as names_due,
    a.type = 'case.accepted' and o.n > f.dispatched_n as takes_order,
    a.type = 'case.checked' and o.n > f.handled_n as checks,
    a.type = 'case.supervised' and o.n > coalesce(f.cancelled_n, 0) as supervises,
    a.type = 'case.called_back' as calls_back
  from act as a
  join ordered_act as o using (place)
  join finished as f on f.subject = a.subject
)
select
  subject,
  coalesce(arg_max(if(describes, register, null), n), 'city') as register,
  arg_max(if(describes, channel, null), n) as channel,
  arg_max(if(describes, category, null), n) as category,
  arg_max(if(describes, zone, null), n) as zone,
  arg_max(if(describes, cell, null), n) as cell,
  arg_max(if(describes, lat, null), n) as lat,
  arg_max(if(describes, lon, null), n) as lon,
  arg_max(if(describes, reporter, null), n) as reporter,
  arg_max(if(describes, priority, null), n) as priority,
  arg_max(if(describes, title, null), n) as title,
  arg_max(if(describes, description, null), n) as description,
  arg_max(if(describes, address, null), n) as address,
  coalesce(arg_max(if(describes, response_tracked, null), n), true) as response_tracked,
  coalesce(arg_max(if(describes, found_on_spot, null), n), false) as found_on_spot,
  arg_max(
    if(
      type in ('case.filed', 'case.dispatched', 'case.transferred', 'case.handled'),
      department, null
    ), n
  ) as department,
  arg_max(
    if(type in ('case.assigned', 'case.verified', 'case.dispatched'), worker, null), n
  ) as worker,
  arg_max(
    case
      when type in ('case.returned', 'case.reopened') then 'filed'
      when type = 'case.transferred' or (type = 'case.checked' and result = 'fail') then 'dispatched'
      when type = 'case.answered' then 'handled'
      when ends or type in (
        'case.reported', 'case.assigned', 'case.verified', 'case.filed', 'case.dispatched',
        'case.handled', 'case.checked'
      )
      then substr(type, 6)
    end, n
  ) as stage,
  substr(any_value(ended_type), 6) as ended,
  any_value(reported_at) as reported_at,
  arg_min(if(type = 'case.filed', effective_at, null), n) as filed_at,
  min(if(
    human
      and time >= reported_at
      and type in ('case.verified', 'case.dispatched', 'case.answered'),
    time, null
  )) as acted_at,
  min(if(type in ('case.assigned', 'case.dispatched'), time, null)) as first_sent_at,
  arg_min(if(type = 'case.dispatched', effective_at, null), n) as dispatched_at,
  arg_min(if(takes_order, effective_at, null), n) as accepted_at,
  bool_or(type = 'case.returned') as returned,
  arg_max(if(names_due, due, null), n) as named_due,
  arg_max(if(names_due, effective_at, null), n) as named_at,
  max(if(is_end, time, null)) as handling_ended_at,
  max(if(is_end, effective_at, null)) as end_effective_at,
  bool_or(type = 'case.handled') as handled,
  max(if(is_handling, time, null)) as handled_at,
  max(if(is_last_handled, effective_at, null)) as last_handled_at,
  arg_min(if(checks, effective_at, null), n) as checked_at,
  coalesce(bool_or(type = 'case.checked' and result = 'fail'), false) as failed,
  max(if(is_ending and type = 'case.closed', time, null)) as closed_at,
  max(if(is_ending and type = 'case.closed', verdict, null)) as verdict,
  coalesce(bool_or(is_ending and type = 'case.closed' and forced), false) as forced,
  bool_or(type = 'case.urged') as urged,
  case max(if(supervises, list_position(['ordinary', 'yellow', 'red'], level), null))
    when 1 then 'ordinary' when 2 then 'yellow' when 3 then 'red'
  end as supervision,
  bool_or(type = 'case.instructed') as instructed,
  max(if(is_ending and type = 'case.merged', "into", null)) as merged_into,
  arg_max(if(calls_back, coalesce(reached, true), null), n) as reached,
  arg_max(if(calls_back, coalesce(contacted, false), null), n) as contacted,
  arg_max(if(calls_back, coalesce(resolved, false), null), n) as resolved,
  arg_max(if(calls_back, coalesce(satisfaction, ''), null), n) as callback_satisfaction,
  arg_max(if(type = 'case.rated', satisfaction, null), n) as rated_satisfaction
from told
group by subject;
