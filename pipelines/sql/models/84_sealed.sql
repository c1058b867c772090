-- name:    sealed
-- grain:   one row a live case or act
-- from:    present
-- answers: lets go of what lies in a sealed file now

delete from live_act
where subject in (select subject from present);

delete from cases
where subject in (select subject from present);
