-- name:    log
-- grain:   one row an accepted event
-- from:    the door
-- answers: what was said, by whom, when it happened and when it came in; all else is derived

create sequence log_seq;

create table log (
  seq bigint not null default nextval('log_seq'),
  source varchar not null,
  id varchar not null,
  type varchar not null,
  rank utinyint not null,
  time timestamp not null,
  received_at timestamp not null,
  subject varchar not null,
  data varchar not null
);

-- what names a person, apart from the log so that it can be erased
create table personal (
  source varchar not null,
  id varchar not null,
  subject varchar not null,
  field varchar not null,
  content varchar not null
);

create table meta (
  key varchar not null,
  value varchar not null
);

create table token (
  name varchar not null,
  scope varchar not null,
  hash varchar not null,
  made_at timestamp not null,
  revoked_at timestamp
);

create table refusal (
  source varchar,
  reason varchar not null,
  refused_at timestamp not null
);
