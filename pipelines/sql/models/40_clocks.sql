-- name:    clocks
-- grain:   one row a reported case, in the shape of `cases`
-- from:    folded, pause, act_span, place, pack_*, work_span
-- answers: where a case lies, and at which instant each of its limits is used up; of the spans of
--          working time only those near the instants are looked at

create or replace temp table clocked as
with limited as materialized (
  select
    subject, t.clock as clock, t.starts_at as starts_at, t.unit as unit, t.amount_us as amount_us,
    t.unit in ('working_hours', 'working_days') as works
  from (
    select
      f.subject,
      unnest([
        {
          clock: 'handling', unit: c.unit, amount_us: c.amount_us,
          starts_at: if(f.named_due is null, f.reported_at, null)
        },
        {
          clock: 'filing', unit: p.filing_unit, amount_us: p.filing_us,
          starts_at: f.reported_at
        },
        {
          clock: 'check', unit: p.check_unit, amount_us: p.check_us,
          starts_at: f.last_handled_at
        },
        {
          clock: 'acceptance',
          unit: case f.priority
            when 'danger' then p.danger_unit when 'utilities' then p.utilities_unit else p.other_unit
          end,
          amount_us: case f.priority
            when 'danger' then p.danger_us when 'utilities' then p.utilities_us else p.other_us
          end,
          starts_at: f.dispatched_at
        }
      ]) as t
    from folded as f
    cross join pack_limit as p
    left join pack_category as c on c.code = f.category
  )
  where t.starts_at is not null
    and t.amount_us is not null
),
stop as (
  select p.subject, p.starts_at, least(p.ends_at, coalesce(f.end_effective_at, p.ends_at)) as ends_at
  from pause as p
  join folded as f using (subject)
  where p.ends_at is not null
),
edge as materialized (
  select subject, clock, unit, works, starts_at as instant, 1 as sign
  from limited
  union all
  select
    l.subject, l.clock, l.unit, l.works,
    unnest([p.ends_at, greatest(p.starts_at, l.starts_at)]), unnest([1, -1])
  from limited as l
  join stop as p using (subject)
  where l.clock = 'handling'
    and p.ends_at > greatest(p.starts_at, l.starts_at)
),
near_instant as (
  select s.*
  from work_span as s
  join (select min(instant) as first_at, max(instant) as last_at from edge where works) as r
    on s.next_at > r.first_at and s.starts_at <= r.last_at
),
running as (
  select
    e.subject, e.clock,
    sum(e.sign * if(
      e.works,
      w.before + epoch_us(least(e.instant, w.ends_at)) - epoch_us(w.starts_at),
      epoch_us(e.instant)
    )) as worked
  from edge as e
  asof left join near_instant as w
    on w.unit = e.unit and e.instant >= w.starts_at
  group by e.subject, e.clock
),
target as materialized (
  select l.subject, l.clock, l.unit, l.works, l.starts_at, cast(r.worked as bigint) + l.amount_us as worked
  from limited as l
  join running as r using (subject, clock)
),
near_work as (
  select s.*
  from work_span as s
  join (select min(worked) as least_us, max(worked) as most_us from target where works) as r
    on s.next_before >= r.least_us and s.before < r.most_us
),
limits as (
  select
    subject,
    max(if(clock = 'handling', at_instant, null)) as handling,
    max(if(clock = 'filing', at_instant, null)) as filing,
    max(if(clock = 'check', at_instant, null)) as checking,
    max(if(clock = 'acceptance', at_instant, null)) as acceptance
  from (
    select
      t.subject, t.clock,
      if(
        t.works,
        greatest(t.starts_at, w.starts_at + to_microseconds(t.worked - w.before)),
        make_timestamp(t.worked)
      ) as at_instant
    from target as t
    asof left join near_work as w
      on w.unit = t.unit and t.worked > w.before
  )
  group by subject
),
paused as (
  select
    p.subject,
    max(if(p.ends_at is null, p.starts_at, null)) as suspended_at,
    cast(sum(if(
      f.named_due is not null,
      greatest(
        0,
        epoch_us(least(p.ends_at, coalesce(f.end_effective_at, p.ends_at)))
          - epoch_us(greatest(p.starts_at, f.named_at))
      ), null
    )) as bigint) as shift_us
  from pause as p
  join folded as f using (subject)
  group by p.subject
),
located as (
  select f.subject, coalesce(f.cell, p.cell) as cell
  from folded as f
  left join (
    select * from place
    union all
    select * from found_place
  ) as p on p.lat = f.lat and p.lon = f.lon
),
beside as (
  select
    s.subject, s.first_at, s.last_at, s.last_received_at, l.handling, l.filing, l.checking,
    l.acceptance, z.shift_us, z.suspended_at, p.cell, g.zone
  from act_span as s
  join located as p using (subject)
  left join pack_cell as g using (cell)
  left join limits as l using (subject)
  left join paused as z using (subject)
)
select
  f.subject, f.register, f.channel, f.category, c.class,
  coalesce(f.zone, b.zone) as zone, b.cell,
  f.department, f.worker, f.reporter, f.priority, f.title, f.description, f.address, f.lat, f.lon,
  f.stage, f.ended, f.reported_at, f.filed_at, b.filing as filing_due_at,
  if(f.found_on_spot, f.reported_at, f.acted_at) as first_response_at,
  f.response_tracked,
  if(f.first_sent_at >= f.reported_at, f.first_sent_at, null) as sent_at,
  f.dispatched_at is not null as dispatched, f.dispatched_at,
  f.accepted_at, b.acceptance as accept_due_at, f.returned,
  coalesce(f.named_due + to_microseconds(coalesce(b.shift_us, 0)), b.handling) as due_at,
  f.named_due is not null as due_named,
  f.handling_ended_at, f.handled, f.handled_at, f.last_handled_at, b.checking as check_due_at,
  f.checked_at, f.failed, f.closed_at, f.verdict, f.forced, f.urged, f.supervision, b.suspended_at,
  f.instructed, f.merged_into, f.reached, f.contacted, f.resolved,
  nullif(f.callback_satisfaction, '') as callback_satisfaction, f.rated_satisfaction,
  b.first_at as first_event_at, b.last_at as last_event_at, b.last_received_at
from folded as f
join beside as b using (subject)
left join pack_category as c on c.code = f.category;
