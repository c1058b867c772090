-- name:    clocks
-- grain:   one row a reported case, in the shape of `cases`
-- from:    folded, ordered_act, act, place, pack_*, work_span
-- answers: where a case lies, and at which instant each of its limits is used up

create or replace temp table clocked as
with pause as (
  select
    o.subject,
    o.n,
    o.effective_at as starts_at,
    least(o.next_off_at, coalesce(f.end_effective_at, o.next_off_at)) as ends_at
  from ordered_act as o
  join folded as f using (subject)
  where o.pause = 'on'
    and o.pause_before is distinct from 'on'
    and o.next_off_at is not null
),
limited as (
  select f.subject, 'handling' as clock, c.unit, c.amount, f.reported_at as starts_at
  from folded as f
  join pack_category as c on c.code = f.category
  where f.named_due is null and c.amount is not null
  union all
  select f.subject, 'filing', p.unit, p.amount, f.reported_at
  from folded as f
  join pack_promise as p on p.name = 'filing'
  union all
  select f.subject, 'check', p.unit, p.amount, f.last_handled_at
  from folded as f
  join pack_promise as p on p.name = 'check'
  where f.last_handled_at is not null
  union all
  select f.subject, 'acceptance', p.unit, p.amount, f.dispatched_at
  from folded as f
  join pack_promise as p
    on p.name = case when f.priority in ('danger', 'utilities') then f.priority else 'other' end
  where f.dispatched_at is not null
),
edge as (
  select subject, clock, unit, starts_at as instant, 1 as sign
  from limited
  union all
  select l.subject, l.clock, l.unit, p.ends_at, 1
  from limited as l
  join pause as p using (subject)
  where l.clock = 'handling' and p.ends_at > greatest(p.starts_at, l.starts_at)
  union all
  select l.subject, l.clock, l.unit, greatest(p.starts_at, l.starts_at), -1
  from limited as l
  join pause as p using (subject)
  where l.clock = 'handling' and p.ends_at > greatest(p.starts_at, l.starts_at)
),
running as (
  select subject, clock, unit, sum(sign * epoch_us(instant)) as worked
  from edge
  where unit in ('urgent_hours', 'calendar_days')
  group by all
  union all
  select
    e.subject, e.clock, e.unit,
    sum(e.sign * (w.before + epoch_us(least(e.instant, w.ends_at)) - epoch_us(w.starts_at)))
  from (select * from edge where unit in ('working_hours', 'working_days')) as e
  asof join work_span as w
    on w.unit = e.unit and e.instant >= w.starts_at
  group by e.subject, e.clock, e.unit
),
target as (
  select
    l.subject, l.clock, l.unit, l.starts_at,
    cast(
      r.worked + l.amount * case
        when l.unit in ('urgent_hours', 'working_hours') then 3600000000
        else 86400000000
      end as bigint
    ) as worked
  from limited as l
  join running as r using (subject, clock, unit)
),
used_up as (
  select subject, clock, make_timestamp(worked) as at_instant
  from target
  where unit in ('urgent_hours', 'calendar_days')
  union all
  select
    t.subject, t.clock,
    greatest(t.starts_at, w.starts_at + to_microseconds(t.worked - w.before))
  from (select * from target where unit in ('working_hours', 'working_days')) as t
  asof join work_span as w
    on w.unit = t.unit and t.worked > w.before
),
limits as (
  select
    subject,
    max(at_instant) filter (clock = 'handling') as handling,
    max(at_instant) filter (clock = 'filing') as filing,
    max(at_instant) filter (clock = 'check') as checking,
    max(at_instant) filter (clock = 'acceptance') as acceptance
  from used_up
  group by subject
),
moved as (
  select
    f.subject,
    sum(epoch_us(p.ends_at) - epoch_us(greatest(p.starts_at, f.named_at))) as shift_us
  from folded as f
  join pause as p using (subject)
  where f.named_due is not null
    and p.ends_at > greatest(p.starts_at, f.named_at)
  group by f.subject
),
span as (
  select subject, min(time) as first_at, max(time) as last_at, max(received_at) as last_received_at
  from act
  group by subject
)
select
  f.subject, f.register, f.channel, f.category, c.class,
  coalesce(f.zone, g.zone) as zone,
  coalesce(f.cell, p.cell) as cell,
  f.department, f.worker, f.reporter, f.priority, f.title, f.description, f.address, f.lat, f.lon,
  f.stage, f.ended, f.reported_at, f.filed_at, l.filing as filing_due_at,
  case when f.found_on_spot then f.reported_at else f.acted_at end as first_response_at,
  f.response_tracked,
  case when f.first_sent_at >= f.reported_at then f.first_sent_at end as sent_at,
  f.dispatched_at is not null as dispatched, f.dispatched_at,
  f.accepted_at, l.acceptance as accept_due_at, f.returned,
  case
    when f.named_due is not null then f.named_due + to_microseconds(coalesce(cast(m.shift_us as bigint), 0))
    else l.handling
  end as due_at,
  f.named_due is not null as due_named,
  f.handling_ended_at, f.handled, f.handled_at, f.last_handled_at, l.checking as check_due_at,
  f.checked_at, f.failed, f.closed_at, f.verdict, f.forced, f.urged, f.supervision, f.suspended_at,
  f.instructed, f.merged_into, f.reached, f.contacted, f.resolved,
  nullif(f.callback_satisfaction, '') as callback_satisfaction, f.rated_satisfaction,
  s.first_at as first_event_at, s.last_at as last_event_at, s.last_received_at
from folded as f
join span as s using (subject)
left join pack_category as c on c.code = f.category
left join (
  select * from place
  union all
  select * from found_place
) as p on p.lat = f.lat and p.lon = f.lon
left join pack_cell as g on g.cell = coalesce(f.cell, p.cell)
left join limits as l using (subject)
left join moved as m using (subject);
