-- name:    moment_acts
-- grain:   one row an act, up to the instant, of a case that has acts after it
-- from:    later, whole_act
-- answers: what must be folded again to say how the city stood at $as_of

create or replace temp table chosen_act as
select l.subject, l.source, l.id, l.type, l.rank, l.time, l.received_at, l.data
from whole_act as l
semi join later as c using (subject)
where l.time >= (select min(first_event_at) from later)
  and l.time <= $as_of
  and l.received_at <= $known_at;

create or replace temp table found_place (lat double, lon double, cell varchar);
