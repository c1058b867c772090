-- name:    chosen
-- grain:   one row an act of a case that this tick touches
-- from:    hot_act, fetched, fresh
-- answers: all acts of the touched cases, and those of them that are not yet hot

insert into fetched
select subject, source, id, type, rank, time, received_at, data
from fresh
where type like 'case.%';

create or replace temp table chosen_act as
select h.*
from hot_act as h
semi join touched as t using (subject)
union all
select *
from fetched;
