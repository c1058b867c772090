-- name:    refusals
-- grain:   one row a source, day of the city and kind of reason
-- from:    what the door, a feed or an import refused
-- answers: how often that happened, when last, and one example that names nobody

drop table refusal;

create table refusal (
  source varchar not null,
  day date not null,
  reason varchar not null,
  count bigint not null,
  last_at timestamp not null,
  example_id varchar,
  example varchar
);
