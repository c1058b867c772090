-- name:    forget_pack
-- grain:   none
-- from:    the pack_ tables
-- answers: makes room for another edition of the city pack; places are found anew

delete from pack_category;
delete from pack_cell;
delete from pack_limit;
delete from work_span;
delete from place;
delete from meta
where key in ('pack', 'models');
