-- name:    append
-- grain:   one row an accepted event
-- from:    fresh
-- answers: nothing; it writes the truth down, acts of cases beside their cases

insert into live_act (source, id, type, rank, time, received_at, subject, data, identity)
select *, md5_number(source || chr(31) || id)
from fresh
where type like 'case.%';

insert into live_event (source, id, type, rank, time, received_at, subject, data, identity)
select *, md5_number(source || chr(31) || id)
from fresh
where type not like 'case.%';
