-- name:    read_unknown
-- grain:   one row a code
-- from:    cases, pack_category, pack_cell
-- answers: which codes the cases carry that the city pack does not know

select 'category' as dimension, category as code, count(*) as n
from cases
where category not in (select code from pack_category)
group by category
union all
select 'cell', cell, count(*)
from cases
where cell not in (select cell from pack_cell)
group by cell
order by n desc;
