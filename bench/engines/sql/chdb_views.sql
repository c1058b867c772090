-- name:    chdb_views
-- grain:   act: one row an act; folded: one row a case once merged
-- from:    nothing
-- answers: the log, and the view that folds each batch into the cases

create database if not exists city;

create table if not exists city.act (
  id String,
  kind Int8,
  subject String,
  time Int64,
  zone LowCardinality(Nullable(String)),
  cell LowCardinality(Nullable(String)),
  category LowCardinality(Nullable(String)),
  due Nullable(Int64)
) engine = MergeTree
order by (subject, time)
settings fsync_after_insert = 1, fsync_part_directory = 1;

create table if not exists city.folded (
  subject String,
  zone SimpleAggregateFunction(max, LowCardinality(String)),
  cell SimpleAggregateFunction(max, LowCardinality(String)),
  due SimpleAggregateFunction(max, Int64),
  reported_at SimpleAggregateFunction(max, Int64),
  handled_at SimpleAggregateFunction(max, Int64),
  closed_at SimpleAggregateFunction(max, Int64),
  reopened_at SimpleAggregateFunction(max, Int64)
) engine = AggregatingMergeTree
order by subject
settings fsync_after_insert = 1, fsync_part_directory = 1;

create materialized view if not exists city.fold to city.folded as
select
  subject,
  max(ifNull(act.zone, '')) as zone,
  max(ifNull(act.cell, '')) as cell,
  max(ifNull(act.due, 0)) as due,
  maxIf(time, kind = 0) as reported_at,
  maxIf(time, kind = 2) as handled_at,
  maxIf(time, kind = 3) as closed_at,
  maxIf(time, kind = 4) as reopened_at
from city.act as act
group by subject
