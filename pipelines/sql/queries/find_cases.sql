-- name:    find_cases
-- grain:   one row a case
-- from:    present, live_act
-- answers: the cases that fit every filter, the latest reported first, after the place $after;
--          what was erased is neither shown nor found

with erasure as (
  select subject, unnest(from_json(data -> 'fields', '["VARCHAR"]')) as field
  from live_act
  where type = 'case.redacted'
),
erased as (
  select subject, list(field) as fields
  from erasure
  group by subject
),
shown as (
  select
    p.* replace (
      if(list_contains(fields, 'title') and title is not null, '[redacted]', title) as title,
      if(list_contains(fields, 'description') and description is not null, '[redacted]', description)
        as description,
      if(list_contains(fields, 'address') and address is not null, '[redacted]', address) as address,
      if(list_contains(fields, 'lat'), null, lat) as lat,
      if(list_contains(fields, 'lon'), null, lon) as lon
    )
  from present as p
  left join erased using (subject)
),
local as (
  select
    *,
    local_hour(reported_at, $zone_name) as hour,
    city_day(reported_at, $zone_name, $day_start_s) as local_day,
    ended is null and handling_ended_at is null and suspended_at is null as runs
  from shown
)
select * exclude (hour, local_day, runs)
from local
where ($from is null or reported_at >= $from)
  and ($to is null or reported_at < $to)
  and ($after_at is null or (reported_at, subject) < ($after_at, $after_id))
  and case $state
    when '' then true
    when 'open' then ended is null
    when 'overdue' then runs and coalesce(due_at < $as_of, false)
    when 'due_soon' then
      runs and coalesce(due_at >= $as_of and due_at <= $as_of + interval 2 hours, false)
    else stage = $state
  end
  and ($text = '' or contains(
    lower(concat_ws(' ', subject, title, description, address)), lower($text)))
  and ($west is null or (lon between $west and $east and lat between $south and $north))
  and (len($zone) = 0 or list_contains($zone, zone))
  and (len($cell) = 0 or list_contains($cell, cell))
  and (len($department) = 0 or list_contains($department, department))
  and (len($channel) = 0 or list_contains($channel, channel))
  and (len($category) = 0 or list_contains($category, category))
  and (len($class) = 0 or list_contains($class, class))
  and (len($stage) = 0 or list_contains($stage, stage))
  and (len($worker) = 0 or list_contains($worker, worker))
  and (len($register) = 0 or list_contains($register, register))
  and (len($hour) = 0 or list_contains($hour, hour))
  and (len($day) = 0 or list_contains($day, strftime(local_day, '%Y-%m-%d')))
  and (len($week) = 0 or list_contains($week, strftime(date_trunc('week', local_day), '%Y-%m-%d')))
  and (len($month) = 0 or list_contains($month, strftime(local_day, '%Y-%m')))
order by reported_at desc, subject desc
limit $limit;
