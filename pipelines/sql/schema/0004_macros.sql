-- name:    macros
-- grain:   none
-- from:    nothing
-- answers: how an instant reads on the city's own clock

create macro local_hour(instant, zone_name) as
  strftime(date_trunc('hour', timezone(zone_name, timezone('UTC', instant))), '%Y-%m-%dT%H:%M:%S')
  || printf(
    '%s%02d:%02d',
    case when timezone(zone_name, timezone('UTC', instant)) >= instant then '+' else '-' end,
    abs(date_diff('minute', instant, timezone(zone_name, timezone('UTC', instant)))) // 60,
    abs(date_diff('minute', instant, timezone(zone_name, timezone('UTC', instant)))) % 60
  );
