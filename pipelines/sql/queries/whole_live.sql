-- name:    whole_live
-- grain:   as cases, live_act and log
-- from:    cases, live_act, live_event
-- answers: the city where nothing sealed is asked for

create or replace temp view whole_case as
from cases;

create or replace temp view whole_act as
from live_act;

create or replace temp view whole_log as
from whole_act
union all by name
from live_event;
