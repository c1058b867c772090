-- name:    offered_keys
-- grain:   one row an offered event
-- from:    offered
-- answers: the two halves of its identity

select
  position,
  cast(identity >> 64 as ubigint) as high,
  cast(identity & 18446744073709551615 as ubigint) as low
from offered;
