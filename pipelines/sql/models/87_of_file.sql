-- name:    of_file
-- grain:   one row an act of a sealed case
-- from:    sealed_act, unsealed
-- answers: all acts of a file that still count there, for the rebuild

create or replace temp table chosen_act as
select subject, source, id, type, rank, time, received_at, data
from sealed_act
anti join unsealed using (subject, file_no);

create or replace temp table found_place (lat double, lon double, cell varchar);
