-- name:    pack
-- grain:   one row a line of the city pack that decides a number
-- from:    the city pack, laid anew at every start
-- answers: limits, zones of cells, classes of categories, working time

create table pack_category (code varchar, class varchar, amount double, unit varchar);

create table pack_cell (cell varchar, zone varchar, lat double, lon double);

create table pack_promise (name varchar, amount double, unit varchar);

-- every span of working time, with what has run before it on its own clock
create table work_span (unit varchar, starts_at timestamp, ends_at timestamp, before bigint);
