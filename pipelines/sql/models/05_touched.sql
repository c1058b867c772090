-- name:    touched
-- grain:   one row an act of a case that this tick touches
-- from:    fresh, hot_act, log, cases
-- answers: all acts of the touched cases; a cold case's are fetched from the log and become hot

create or replace temp table touched as
select distinct subject
from fresh
where type like 'case.%';

create or replace temp table cold as
select t.subject, c.first_event_at
from touched as t
join cases as c using (subject)
anti join hot_act as h using (subject);

insert into hot_act
select l.subject, l.source, l.id, l.type, l.rank, l.time, l.received_at, l.data
from log as l
semi join cold as c using (subject)
anti join fresh as f on f.source = l.source and f.id = l.id
where l.type like 'case.%'
  and l.time >= (select min(first_event_at) from cold);

insert into hot_act
select subject, source, id, type, rank, time, received_at, data
from fresh
where type like 'case.%';

create or replace temp table chosen_act as
select h.*
from hot_act as h
semi join touched as t using (subject);

create or replace temp table found_place (lat double, lon double, cell varchar);
