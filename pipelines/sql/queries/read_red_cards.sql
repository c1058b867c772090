-- name:    read_red_cards
-- grain:   one row a department
-- from:    cases
-- answers: whose open cases are under red supervision

select department, count(*) as cards
from cases
where register = 'city'
  and ended is null
  and supervision = 'red'
  and department is not null
  and reported_at <= $as_of
group by department;
