-- name:    sealed_keys
-- grain:   one row an act of a case that is being sealed
-- from:    live_act, present
-- answers: the two halves of its identity, and by what its case is found

select
  cast(identity >> 64 as ubigint) as high,
  cast(identity & 18446744073709551615 as ubigint) as low,
  md5_number_lower(subject) as subject
from live_act
where subject in (select subject from present);
