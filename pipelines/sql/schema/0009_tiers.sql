-- name:    tiers
-- grain:   one row an act, an event, a file, a case brought back, or a day of sums
-- from:    log
-- answers: what is live lies here, what is long done with lies in sealed files beside the database;
--          a sealed case that is touched again is live, and its row in the file counts no more

create table live_act (
  seq bigint not null default nextval('log_seq'),
  source varchar not null,
  id varchar not null,
  type varchar not null,
  rank utinyint not null,
  time timestamp not null,
  received_at timestamp not null,
  subject varchar not null,
  data varchar not null,
  identity uhugeint not null
);

create table live_event (
  seq bigint not null default nextval('log_seq'),
  source varchar not null,
  id varchar not null,
  type varchar not null,
  rank utinyint not null,
  time timestamp not null,
  received_at timestamp not null,
  subject varchar not null,
  data varchar not null,
  identity uhugeint not null
);

insert into live_act
select *, md5_number(source || chr(31) || id)
from log
where type like 'case.%'
order by seq;

insert into live_event
select *, md5_number(source || chr(31) || id)
from log
where type not like 'case.%'
order by seq;

drop table log;
drop table hot_act;
drop table rollup;

create view log as
select *
from live_act
union all
select *
from live_event;

create table sealed_file (
  file_no integer not null,
  kind varchar not null,
  name varchar not null,
  month date not null,
  rows bigint not null,
  bytes bigint not null,
  sha256 varchar not null,
  first_reported_at timestamp,
  last_reported_at timestamp,
  first_event_at timestamp,
  last_event_at timestamp,
  last_received_at timestamp,
  settled_at timestamp
);

create sequence sealed_file_no;

create table unsealed (
  subject varchar not null,
  file_no integer not null
);

-- how much each source gave of what is sealed now; what is brought back is taken out again
create table sealed_said (
  source varchar not null,
  type varchar not null,
  events bigint not null,
  first_at timestamp,
  last_at timestamp
);

-- sums of the sealed cases at the end of all time: by day of report, and by day of closing
create table rollup (
  file_no integer not null,
  axis varchar not null,
  day date not null,
  register varchar,
  dimension varchar not null,
  key varchar,
  reported double, filed double, filed_on_time double, rejected double, merged double, valid double,
  closed double, "open" double, open_overdue double, due double, closed_on_time double,
  closed_late double, closed_judged double, disposed double, disposed_on_time double,
  dispatched double, dispatched_right double, returned double, check_due double,
  checked_on_time double, handled double, failed double, urged double, supervised double,
  suspended double, accept_due double, accepted_on_time double, response_due double,
  responded double, called_back double, contacted double, resolved double,
  satisfaction_stated double, satisfaction double, rated double, rating double, disagreed double
);

-- spans on a log scale: how many values lie between 1.02 ** bin and the next; the least bin holds 0
create table bin (
  file_no integer not null,
  day date not null,
  register varchar,
  measure varchar not null,
  bin integer not null,
  n bigint not null
);

create or replace macro bin_of(value) as if(value > 0, cast(floor(ln(value) / ln(1.02)) as integer), -2000);

create or replace macro bin_value(bin) as if(bin = -2000, 0, pow(1.02, bin + 0.5));

create or replace macro standing_acts(acts, starts_at, ends_at) as table
with lately as (
  select *
  from query_table(acts)
  where time >= starts_at
    and time <= ends_at
)
select l.*
from lately as l
anti join (
  select subject, source, data ->> 'event' as id
  from lately
  where type = 'case.retracted'
) as t on t.subject = l.subject and t.source = l.source and t.id = l.id;
