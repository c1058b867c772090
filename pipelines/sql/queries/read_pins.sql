-- name:    read_pins
-- grain:   one row a case
-- from:    atom, pack_category
-- answers: the open overdue cases with the limit they have missed, latest first

select
  c.subject as id, c.lat, c.lon, p.amount as limit_amount, p.unit as limit_unit, c.category,
  c.department, c.zone, c.cell, c.due_at, epoch($as_of) - epoch(c.due_at) as late_by_s
from atom as c
left join pack_category as p on p.code = c.category
where c.register = 'city'
  and c.ended is null
  and c.handling_ended_at is null
  and c.suspended_at is null
  and c.due_at < $as_of
order by c.due_at, c.subject;
