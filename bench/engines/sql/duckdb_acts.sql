-- name:    duckdb_acts
-- grain:   one row an act
-- from:    nothing
-- answers: what has happened, in the order of arrival

create table if not exists act (
  id varchar,
  kind tinyint,
  subject varchar,
  time bigint,
  zone varchar,
  cell varchar,
  category varchar,
  due bigint
);
