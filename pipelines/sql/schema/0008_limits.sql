-- name:    limits
-- grain:   one row a category; one row of promises; one row a span of working time
-- from:    the city pack, which is laid anew
-- answers: limits in microseconds of their own unit's clock, null for none; of a span of working time
--          also when the next begins and what has run before that

drop table pack_category;
drop table pack_promise;
drop table work_span;

create table pack_category (
  code varchar, class varchar, unit varchar, amount double, amount_us bigint
);

create table pack_limit (
  filing_unit varchar, filing_us bigint,
  check_unit varchar, check_us bigint,
  danger_unit varchar, danger_us bigint,
  utilities_unit varchar, utilities_us bigint,
  other_unit varchar, other_us bigint
);

create table work_span (
  unit varchar, starts_at timestamp, ends_at timestamp, before bigint,
  next_at timestamp, next_before bigint
);

delete from meta
where key = 'pack';
