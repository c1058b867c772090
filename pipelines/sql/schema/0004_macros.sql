-- name:    macros
-- grain:   none
-- from:    nothing
-- answers: at which instant the city's own hour began, as RFC 3339 in UTC

create macro local_hour(instant, zone_name) as
  strftime(
    instant - (
      timezone(zone_name, timezone('UTC', instant))
      - date_trunc('hour', timezone(zone_name, timezone('UTC', instant)))
    ),
    '%Y-%m-%dT%H:%M:%SZ'
  );
