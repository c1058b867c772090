-- name:    read_red_cards
-- grain:   one row a department
-- from:    atom
-- answers: whose open cases are under red supervision

select department, count(*) as cards
from atom
where register = 'city'
  and ended is null
  and supervision = 'red'
  and department is not null
group by department;
