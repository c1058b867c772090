-- name:    whole_live
-- grain:   as cases and live_act
-- from:    cases, live_act
-- answers: the city where nothing sealed is asked for

create or replace temp view whole_case as
from cases;

create or replace temp view whole_act as
from live_act;
