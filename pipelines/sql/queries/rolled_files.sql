-- name:    rolled_files
-- grain:   one row a file
-- from:    a list of numbers
-- answers: of which files the sums are taken instead of the cases

create or replace temp table rolled_file as
select unnest($numbers) as file_no;
