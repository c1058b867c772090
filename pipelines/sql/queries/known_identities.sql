-- name:    known_identities
-- grain:   one row an offered event that the live log already holds
-- from:    offered, live_act, live_event
-- answers: which events are duplicates

select position
from offered
semi join live_act using (identity)
union all
select position
from offered
semi join live_event using (identity);
