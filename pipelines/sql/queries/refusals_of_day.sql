-- name:    refusals_of_day
-- grain:   one row a source and kind of reason
-- from:    refusal
-- answers: which kinds of refusal $day has rows for already

select source, reason
from refusal
where day = cast($day as date);
