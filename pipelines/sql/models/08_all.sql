-- name:    all
-- grain:   one row an act of any case
-- from:    log
-- answers: all acts of all cases, for the rebuild

create or replace temp table chosen_act as
select subject, source, id, type, rank, time, received_at, data
from log
where type like 'case.%';

create or replace temp table found_place (lat double, lon double, cell varchar);
