-- name:    sqlite_tables
-- grain:   act: one row an act; folded: one row a case; counter: one row a zone and one a cell
-- from:    nothing
-- answers: the log, how each case stands, and what the wall counts by place

create table if not exists act (
  id text primary key,
  kind integer not null,
  subject text not null,
  time integer not null,
  zone text,
  cell text,
  category text,
  due integer
) without rowid;

create table if not exists folded (
  subject text primary key,
  zone text,
  cell text,
  due integer,
  reported_at integer,
  handled_at integer,
  closed_at integer,
  reopened_at integer not null default 0,
  ended_at integer,
  is_closed integer not null default 0,
  is_overdue integer not null default 0
) without rowid;

create index if not exists folded_today on folded (reported_at)
where reported_at >= 1784044800000000;

create index if not exists folded_limit on folded (due)
where is_closed = 0 and ended_at is null and is_overdue = 0 and reported_at is not null;

create table if not exists counter (
  by text,
  key text,
  reported integer not null,
  closed integer not null,
  closed_on_time integer not null,
  closed_late integer not null,
  open integer not null,
  open_overdue integer not null,
  is_due integer not null,
  primary key (by, key)
) without rowid;

create temp table fresh (
  id text primary key,
  kind integer,
  subject text,
  time integer,
  zone text,
  cell text,
  category text,
  due integer
) without rowid;

create temp table touched (subject text primary key) without rowid;

create temp view fact as
select
  f.subject, f.zone, f.cell,
  f.reported_at >= 1784044800000000 as reported,
  f.reported_at >= 1784044800000000 and f.is_closed as closed,
  f.reported_at >= 1784044800000000 and f.is_closed and f.ended_at <= f.due as closed_on_time,
  f.reported_at >= 1784044800000000 and f.is_closed and f.ended_at > f.due as closed_late,
  not f.is_closed as open,
  f.is_overdue as open_overdue,
  f.reported_at >= 1784044800000000 and (f.ended_at is not null or f.is_overdue) as is_due
from touched as t
cross join folded as f using (subject)
where f.reported_at is not null
