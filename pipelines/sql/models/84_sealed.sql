-- name:    sealed
-- grain:   one row a live case or act
-- from:    present
-- answers: lets go of what lies in a sealed file now, and remembers how much each source gave of it

insert into sealed_said
select source, type, count(*), min(time), max(time)
from live_act
where subject in (select subject from present)
group by source, type;

delete from live_act
where subject in (select subject from present);

delete from cases
where subject in (select subject from present);
