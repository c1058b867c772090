-- name:    person_in_the_log
-- grain:   one row an event
-- from:    whole_log
-- answers: which events of the sealed log name a reporter or caller, who belong where they can be erased

select count(*) over () as bad_rows, source || ' ' || id as example
from whole_log
where data like '%"reporter":%'
  or data like '%"caller":%'
order by seq desc
limit $most;
