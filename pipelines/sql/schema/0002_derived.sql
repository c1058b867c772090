-- name:    derived
-- grain:   acts: one row an act of a hot case; cases: one row a case; calls, shifts, positions: one row an event
-- from:    log, by the files in models/
-- answers: the state of the city; any of it can be dropped and rebuilt

create table hot_act (
  subject varchar not null,
  source varchar not null,
  id varchar not null,
  type varchar not null,
  rank utinyint not null,
  time timestamp not null,
  received_at timestamp not null,
  data varchar not null
);

create table cases (
  subject varchar not null,
  register varchar,
  channel varchar,
  category varchar,
  class varchar,
  zone varchar,
  cell varchar,
  department varchar,
  worker varchar,
  reporter varchar,
  priority varchar,
  title varchar,
  description varchar,
  address varchar,
  lat double,
  lon double,
  stage varchar,
  ended varchar,
  reported_at timestamp not null,
  filed_at timestamp,
  filing_due_at timestamp,
  first_response_at timestamp,
  response_tracked boolean,
  sent_at timestamp,
  dispatched boolean,
  dispatched_at timestamp,
  accepted_at timestamp,
  accept_due_at timestamp,
  returned boolean,
  due_at timestamp,
  due_named boolean,
  handling_ended_at timestamp,
  handled boolean,
  handled_at timestamp,
  last_handled_at timestamp,
  check_due_at timestamp,
  checked_at timestamp,
  failed boolean,
  closed_at timestamp,
  verdict varchar,
  forced boolean,
  urged boolean,
  supervision varchar,
  suspended_at timestamp,
  instructed boolean,
  merged_into varchar,
  reached boolean,
  contacted boolean,
  resolved boolean,
  callback_satisfaction varchar,
  rated_satisfaction varchar,
  first_event_at timestamp,
  last_event_at timestamp,
  last_received_at timestamp
);

-- cases whose report was taken back or said twice: at an earlier instant they may have begun elsewhere
create table restless (
  subject varchar not null,
  first_event_at timestamp not null,
  last_event_at timestamp not null,
  last_received_at timestamp not null
);

create table call (
  subject varchar not null,
  source varchar not null,
  id varchar not null,
  time timestamp not null,
  received_at timestamp not null,
  queued_at timestamp,
  answered_at timestamp,
  direction varchar not null,
  topic varchar
);

create table shift (
  worker varchar not null,
  source varchar not null,
  id varchar not null,
  time timestamp not null,
  received_at timestamp not null,
  state varchar not null,
  cell varchar
);

create table position (
  worker varchar not null,
  source varchar not null,
  id varchar not null,
  time timestamp not null,
  received_at timestamp not null,
  lat double not null,
  lon double not null
);

create table place (
  lat double not null,
  lon double not null,
  cell varchar
);

create table rollup (
  hour timestamp not null,
  register varchar,
  dimension varchar not null,
  key varchar,
  measure varchar not null,
  amount double not null
);
