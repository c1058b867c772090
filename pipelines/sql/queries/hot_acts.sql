-- name:    hot_acts
-- grain:   one row
-- from:    hot_act
-- answers: how many acts are kept beside the cases

select count(*) as n
from hot_act;
