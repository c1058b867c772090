-- name:    ordered
-- grain:   one row an act that has an effect on its case
-- from:    act
-- answers: in which order the acts of a case count, which of them still count, and which do not;
--          `n` rises within a case, what lies between two of its acts says nothing;
--          only an act after an ending can be without effect, and only a suspended case has pauses:
--          the windows see few acts of a day

create or replace temp table ordered_act as
with retraction as (
  select subject, source, id, retracts
  from act
  where type = 'case.retracted'
),
taken_back as (
  select r.subject, r.source, r.retracts
  from retraction as r
  anti join retraction as again
    on again.subject = r.subject
    and again.source = r.source
    and again.retracts = r.id
),
standing as (
  select place, subject, source, id, type, rank, time, result, level
  from act as a
  anti join taken_back as t
    on t.subject = a.subject
    and t.source = a.source
    and t.retracts = a.id
  where type <> 'case.retracted'
),
report as (
  select subject, min(time) as reported_at, arg_min(place, {t: time, i: id, s: source}) as first
  from standing
  where type = 'case.reported'
  group by subject
),
numbered as materialized (
  select
    s.place, s.subject, s.type, s.result, s.level, r.reported_at,
    greatest(s.time, r.reported_at) as effective_at,
    s.type in ('case.closed', 'case.rejected', 'case.voided', 'case.merged') as ends,
    row_number() over (
      order by s.subject, s.type <> 'case.reported', s.time, s.rank, s.id, s.source
    ) as n
  from standing as s
  join report as r using (subject)
  where s.type <> 'case.reported' or s.place = r.first
),
ended as (
  select subject, min(n) as ended_n
  from numbered
  where ends
  group by subject
),
decided as (
  select
    a.place,
    a.ends or type in (
      'case.reopened', 'case.rated', 'case.called_back', 'case.noted', 'case.amended'
    ) as always,
    last_value(if(ends or type = 'case.reopened', type, null) ignore nulls) over (
      partition by a.subject order by n rows between unbounded preceding and 1 preceding
    ) as ended_by
  from numbered as a
  where a.subject in (
    select b.subject from numbered as b join ended as e using (subject) where b.n > e.ended_n
  )
)
select *
from numbered
where place not in (
  select place from decided where not always and coalesce(ended_by, 'case.reopened') <> 'case.reopened'
);

create or replace temp table pause as
with turn as (
  select
    subject, n, effective_at,
    case
      when type = 'case.suspended' then 'on'
      when ends or type in ('case.resumed', 'case.handled', 'case.answered') then 'off'
    end as turns
  from ordered_act
  where subject in (select subject from ordered_act where type = 'case.suspended')
)
select
  subject, effective_at as starts_at,
  first_value(if(turns = 'off', effective_at, null) ignore nulls) over (
    partition by subject order by n rows between 1 following and unbounded following
  ) as ends_at
from turn
where turns is not null
qualify turns = 'on'
  and lag(turns) over (partition by subject order by n) is distinct from 'on';
