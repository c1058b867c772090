-- name:    sqlite_tick
-- grain:   act: one row an act; folded: one row a case; counter: one row a zone and one a cell
-- from:    fresh, act, folded
-- answers: brings log, cases and counters up to the batch and to the instant

delete from fresh
where exists (select 1 from act where act.id = fresh.id);

insert into act
select *
from fresh;

delete from touched;

insert into touched
select subject
from fresh
union
select subject
from folded indexed by folded_limit
where is_closed = 0 and ended_at is null and is_overdue = 0 and reported_at is not null and due < :as_of;

insert into counter
select
  'zone', zone, -sum(reported), -sum(closed), -sum(closed_on_time), -sum(closed_late), -sum(open),
  -sum(open_overdue), -sum(is_due)
from fact
group by zone
union all
select
  'cell', cell, -sum(reported), -sum(closed), -sum(closed_on_time), -sum(closed_late), -sum(open),
  -sum(open_overdue), -sum(is_due)
from fact
group by cell
on conflict (by, key) do update set
  reported = reported + excluded.reported,
  closed = closed + excluded.closed,
  closed_on_time = closed_on_time + excluded.closed_on_time,
  closed_late = closed_late + excluded.closed_late,
  open = open + excluded.open,
  open_overdue = open_overdue + excluded.open_overdue,
  is_due = is_due + excluded.is_due;

insert into folded (subject, zone, cell, due, reported_at, handled_at, closed_at, reopened_at)
select
  subject, max(zone), max(cell), max(due),
  min(time) filter (where kind = 0),
  max(time) filter (where kind = 2),
  max(time) filter (where kind = 3),
  coalesce(max(time) filter (where kind = 4), 0)
from fresh
where true
group by subject
on conflict (subject) do update set
  zone = coalesce(zone, excluded.zone),
  cell = coalesce(cell, excluded.cell),
  due = coalesce(due, excluded.due),
  reported_at = coalesce(reported_at, excluded.reported_at),
  handled_at = max(coalesce(handled_at, excluded.handled_at), coalesce(excluded.handled_at, handled_at)),
  closed_at = max(coalesce(closed_at, excluded.closed_at), coalesce(excluded.closed_at, closed_at)),
  reopened_at = max(reopened_at, excluded.reopened_at);

update folded
set
  is_closed = coalesce(closed_at > reopened_at, 0),
  ended_at = case
    when handled_at > reopened_at then handled_at
    when closed_at > reopened_at then closed_at
  end,
  is_overdue = coalesce(
    (closed_at is null or closed_at <= reopened_at)
    and (handled_at is null or handled_at <= reopened_at)
    and due < :as_of, 0
  )
where subject in (select subject from touched);

insert into counter
select
  'zone', zone, sum(reported), sum(closed), sum(closed_on_time), sum(closed_late), sum(open),
  sum(open_overdue), sum(is_due)
from fact
group by zone
union all
select
  'cell', cell, sum(reported), sum(closed), sum(closed_on_time), sum(closed_late), sum(open),
  sum(open_overdue), sum(is_due)
from fact
group by cell
on conflict (by, key) do update set
  reported = reported + excluded.reported,
  closed = closed + excluded.closed,
  closed_on_time = closed_on_time + excluded.closed_on_time,
  closed_late = closed_late + excluded.closed_late,
  open = open + excluded.open,
  open_overdue = open_overdue + excluded.open_overdue,
  is_due = is_due + excluded.is_due
