-- name:    chosen
-- grain:   one row an act of a case that this tick touches
-- from:    live_act
-- answers: all acts of the touched cases

create or replace temp table chosen_act as
select subject, source, id, type, rank, time, received_at, data
from live_act
semi join touched using (subject);
