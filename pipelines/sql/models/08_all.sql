-- name:    all
-- grain:   one row an act of any live case
-- from:    live_act
-- answers: all acts of all live cases, for the rebuild

create or replace temp table chosen_act as
select subject, source, id, type, rank, time, received_at, data
from live_act;

create or replace temp table found_place (lat double, lon double, cell varchar);
