-- name:    sealable_months
-- grain:   one row a month
-- from:    sealable
-- answers: which months have so many cases done with that a file of them is worth it

select month, count(*) as cases
from sealable
group by month
having count(*) >= $least
order by month;
