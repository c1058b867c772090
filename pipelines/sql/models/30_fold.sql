-- name:    fold
-- grain:   one row a reported case
-- from:    ordered_act
-- answers: what is true of a case by its acts alone; clocks and places are added in 40_clocks.sql

create or replace temp table folded as
with turning as (
  select
    subject,
    max(n) filter (
      type = 'case.reopened' or (type = 'case.checked' and result = 'fail')
    ) as undone_n,
    max(n) filter (type in ('case.handled', 'case.answered')) as handling_n,
    max(n) filter (type = 'case.handled') as handled_n,
    max(n) filter (type = 'case.supervised' and level = 'cancelled') as cancelled_n,
    min(n) filter (type = 'case.dispatched') as dispatched_n,
    arg_max(case when type = 'case.reopened' then null else n end, n) filter (
      type in ('case.closed', 'case.rejected', 'case.voided', 'case.merged')
    ) as ending_n,
    max(n) filter (type = 'case.reopened') as reopened_n
  from ordered_act
  group by subject
),
ended as (
  select
    t.*,
    case when ending_n > coalesce(reopened_n, 0) then ending_n end as standing_n,
    case when handling_n > coalesce(undone_n, 0) then handling_n end as standing_handling_n
  from turning as t
),
finished as (
  select
    e.*,
    a.type as ended_type,
    case
      when standing_handling_n is not null then standing_handling_n
      when a.type = 'case.closed' then standing_n
    end as end_n
  from ended as e
  left join ordered_act as a on a.subject = e.subject and a.n = e.standing_n
)
select
  a.subject,
  coalesce(arg_max(register, n) filter (type in ('case.reported', 'case.amended')), 'city') as register,
  arg_max(channel, n) filter (type in ('case.reported', 'case.amended')) as channel,
  arg_max(category, n) filter (type in ('case.reported', 'case.amended')) as category,
  arg_max(zone, n) filter (type in ('case.reported', 'case.amended')) as zone,
  arg_max(cell, n) filter (type in ('case.reported', 'case.amended')) as cell,
  arg_max(lat, n) filter (type in ('case.reported', 'case.amended')) as lat,
  arg_max(lon, n) filter (type in ('case.reported', 'case.amended')) as lon,
  arg_max(reporter, n) filter (type in ('case.reported', 'case.amended')) as reporter,
  arg_max(priority, n) filter (type in ('case.reported', 'case.amended')) as priority,
  arg_max(title, n) filter (type in ('case.reported', 'case.amended')) as title,
  arg_max(description, n) filter (type in ('case.reported', 'case.amended')) as description,
  arg_max(address, n) filter (type in ('case.reported', 'case.amended')) as address,
  coalesce(
    arg_max(response_tracked, n) filter (type in ('case.reported', 'case.amended')), true
  ) as response_tracked,
  coalesce(
    arg_max(found_on_spot, n) filter (type in ('case.reported', 'case.amended')), false
  ) as found_on_spot,
  arg_max(department, n) filter (
    type in ('case.filed', 'case.dispatched', 'case.transferred', 'case.handled')
  ) as department,
  arg_max(worker, n) filter (
    type in ('case.assigned', 'case.verified', 'case.dispatched')
  ) as worker,
  arg_max(
    case
      when type in ('case.returned', 'case.reopened') then 'filed'
      when type = 'case.transferred' or (type = 'case.checked' and result = 'fail') then 'dispatched'
      when type = 'case.answered' then 'handled'
      else substr(type, 6)
    end, n
  ) filter (
    type in (
      'case.reported', 'case.assigned', 'case.verified', 'case.filed', 'case.dispatched',
      'case.handled', 'case.checked', 'case.closed', 'case.rejected', 'case.voided',
      'case.merged', 'case.returned', 'case.reopened', 'case.transferred', 'case.answered'
    )
  ) as stage,
  substr(any_value(f.ended_type), 6) as ended,
  any_value(a.reported_at) as reported_at,
  arg_min(effective_at, n) filter (type = 'case.filed') as filed_at,
  min(time) filter (
    human
    and time >= a.reported_at
    and type in ('case.verified', 'case.dispatched', 'case.answered')
  ) as acted_at,
  min(time) filter (type in ('case.assigned', 'case.dispatched')) as first_sent_at,
  arg_min(effective_at, n) filter (type = 'case.dispatched') as dispatched_at,
  arg_min(effective_at, n) filter (type = 'case.accepted' and n > f.dispatched_n) as accepted_at,
  count(*) filter (type = 'case.returned') > 0 as returned,
  arg_max(due, n) filter (
    n <= coalesce(f.end_n, n)
    and type in (
      'case.reported', 'case.filed', 'case.dispatched', 'case.extended', 'case.instructed',
      'case.amended'
    )
  ) as named_due,
  arg_max(case when due is not null then effective_at end, n) filter (
    n <= coalesce(f.end_n, n)
    and type in (
      'case.reported', 'case.filed', 'case.dispatched', 'case.extended', 'case.instructed',
      'case.amended'
    )
  ) as named_at,
  max(time) filter (n = f.end_n) as handling_ended_at,
  max(effective_at) filter (n = f.end_n) as end_effective_at,
  count(*) filter (type = 'case.handled') > 0 as handled,
  max(time) filter (n = f.standing_handling_n) as handled_at,
  max(effective_at) filter (n = f.handled_n) as last_handled_at,
  arg_min(effective_at, n) filter (type = 'case.checked' and n > f.handled_n) as checked_at,
  count(*) filter (type = 'case.checked' and result = 'fail') > 0 as failed,
  max(time) filter (n = f.standing_n and type = 'case.closed') as closed_at,
  max(verdict) filter (n = f.standing_n and type = 'case.closed') as verdict,
  coalesce(bool_or(forced) filter (n = f.standing_n and type = 'case.closed'), false) as forced,
  count(*) filter (type = 'case.urged') > 0 as urged,
  case
    max(list_position(['ordinary', 'yellow', 'red'], level)) filter (
      type = 'case.supervised' and n > coalesce(f.cancelled_n, 0)
    )
    when 1 then 'ordinary' when 2 then 'yellow' when 3 then 'red'
  end as supervision,
  max(effective_at) filter (
    pause = 'on' and pause_before is distinct from 'on' and next_off_at is null
  ) as suspended_at,
  count(*) filter (type = 'case.instructed') > 0 as instructed,
  max("into") filter (n = f.standing_n and type = 'case.merged') as merged_into,
  arg_max(coalesce(reached, true), n) filter (type = 'case.called_back') as reached,
  arg_max(coalesce(contacted, false), n) filter (type = 'case.called_back') as contacted,
  arg_max(coalesce(resolved, false), n) filter (type = 'case.called_back') as resolved,
  arg_max(coalesce(satisfaction, ''), n) filter (type = 'case.called_back') as callback_satisfaction,
  arg_max(satisfaction, n) filter (type = 'case.rated') as rated_satisfaction
from ordered_act as a
join finished as f using (subject)
group by a.subject;
