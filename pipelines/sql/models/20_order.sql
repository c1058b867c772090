-- name:    ordered
-- grain:   one row an act that has an effect on its case
-- from:    act
-- answers: in which order the acts of a case count, which of them still count, and which do not

create or replace temp table ordered_act as
with retraction as (
  select r.subject, r.source, r.id, r.retracts
  from act as r
  where r.type = 'case.retracted'
),
standing_retraction as (
  select r.subject, r.source, r.retracts
  from retraction as r
  anti join retraction as again
    on again.subject = r.subject
    and again.source = r.source
    and again.retracts = r.id
),
standing as (
  select a.*
  from act as a
  anti join standing_retraction as r
    on r.subject = a.subject
    and r.source = a.source
    and r.retracts = a.id
  where a.type <> 'case.retracted'
),
reports as (
  select subject, source, id, time
  from standing
  where type = 'case.reported'
  qualify row_number() over (partition by subject order by time, id, source) = 1
),
numbered as (
  select
    a.*,
    r.time as reported_at,
    greatest(a.time, r.time) as effective_at,
    row_number() over (
      partition by a.subject
      order by a.type = 'case.reported' desc, a.time, a.rank, a.id, a.source
    ) as n
  from standing as a
  join reports as r using (subject)
  where a.type <> 'case.reported' or (a.source = r.source and a.id = r.id)
),
decided as (
  select
    *,
    last_value(
      case
        when type in ('case.closed', 'case.rejected', 'case.voided', 'case.merged', 'case.reopened')
        then type
      end ignore nulls
    ) over (partition by subject order by n rows between unbounded preceding and 1 preceding) as ended_by
  from numbered
),
effective as (
  select
    * exclude (ended_by),
    case
      when type = 'case.suspended' then 'on'
      when type in (
        'case.resumed', 'case.handled', 'case.answered', 'case.closed',
        'case.rejected', 'case.voided', 'case.merged'
      ) then 'off'
    end as pause
  from decided
  where ended_by is null
    or ended_by = 'case.reopened'
    or type in (
      'case.closed', 'case.rejected', 'case.voided', 'case.merged', 'case.reopened',
      'case.rated', 'case.called_back', 'case.noted', 'case.amended'
    )
)
select
  *,
  last_value(pause ignore nulls) over (
    partition by subject order by n rows between unbounded preceding and 1 preceding
  ) as pause_before,
  first_value(case when pause = 'off' then effective_at end ignore nulls) over (
    partition by subject order by n rows between 1 following and unbounded following
  ) as next_off_at
from effective;
