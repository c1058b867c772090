"""Cities on days that are not like others, and a life that happens around such an instant."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache

from hypothesis import strategies as st

from pipelines.city import City
from pipelines.event import Event
from tests.twin.indicators import Window
from tests.twin.streams import Question, Stream, in_batches
from tests.twin.town import LIMITS, tiny_city

MICROSECOND, MINUTE, DAY = timedelta(microseconds=1), timedelta(minutes=1), timedelta(days=1)
NIGHT_WATCH = ((time(2, 15), time(3, 30)), (time(20), time(23, 45)))
OFFICE = ((time(8), time(12)), (time(14), time(18)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An instant at which the clocks of a zone change or a day begins that not every year has."""

    zone: str
    at: str

    @property
    def instant(self) -> datetime:
        return datetime.fromisoformat(self.at).replace(tzinfo=UTC)


CHANGES = tuple(
    Change(zone=zone, at=at)
    for zone, at in (
        ("America/New_York", "2015-11-01T06:00"),
        ("America/New_York", "2026-03-08T07:00"),
        ("Europe/Berlin", "2024-10-27T01:00"),
        ("Europe/Berlin", "2024-03-31T01:00"),
        ("Australia/Lord_Howe", "2024-04-06T15:00"),
        ("Australia/Lord_Howe", "2024-10-05T15:30"),
        ("America/St_Johns", "2010-11-07T02:31"),
        ("America/St_Johns", "2024-03-10T05:30"),
        ("America/Asuncion", "2017-10-01T04:00"),
        ("Pacific/Apia", "2011-12-30T10:00"),
        ("Asia/Kathmandu", "2024-02-28T18:15"),
        ("Asia/Shanghai", "2024-02-29T16:00"),
        ("Asia/Shanghai", "2025-12-31T16:00"),
    )
)
DAY_STARTS = (time(0), time(12), time(1, 30), time(2, 15))


@cache
def city_of(change: Change, day_start: time, night: bool = False) -> City:
    """The small city there; the weekend of the change is worked, the Monday after it is not."""
    day = change.instant.date()
    calendar = {day + n * DAY: n < 2 for n in range(-1, 3)}
    hours = NIGHT_WATCH if night else OFFICE
    name = f"{change} {day_start} {night}"
    return tiny_city(change.zone, day_start, calendar=calendar, working_hours=hours, digest=name)


cities = st.builds(city_of, st.sampled_from(CHANGES), st.sampled_from(DAY_STARTS), st.booleans())


def around(change: datetime, city: City) -> st.SearchStrategy[datetime]:
    """Instants at the change, at the starts of the days beside it, and at minutes between them."""
    days = [city.local(change).date() + n * DAY for n in range(-1, 3)]
    marks = [change, *(city.instant(datetime.combine(day, city.day_start)) for day in days)]
    near = [MICROSECOND, timedelta(0), -MICROSECOND, 30 * MINUTE, 60 * MINUTE, -45 * MINUTE]
    at_marks = st.sampled_from([mark + gap for mark in marks for gap in near])
    return at_marks | st.integers(-3000, 3000).map(lambda n: change + n * MINUTE)


@st.composite
def lives(draw: st.DrawFn, change: datetime, city: City) -> Stream:
    """Up to five cases and a few acts on each, none before its report."""
    when = around(change, city)
    events: list[Event] = []
    for case in range(draw(st.integers(1, 5))):
        said = {"channel": "hotline", "category": draw(st.sampled_from(sorted(LIMITS)))}
        reported = draw(when)
        events.append(act(case, "case.reported", reported, **said))
        kinds = draw(st.lists(st.sampled_from(sorted(_ACTS)), max_size=3, unique=True))
        events += [act(case, kind, max(reported, draw(when)), **_ACTS[kind]) for kind in kinds]
        events.append(_call(case, draw(when)))
    return in_batches(events, [3])


_ACTS = {
    "case.dispatched": {"department": "roads"},
    "case.handled": {"department": "roads"},
    "case.closed": {},
    "case.suspended": {"reason": "frost"},
    "case.resumed": {},
    "case.filed": {},
}


def act(case: int, kind: str, time: datetime, **data: str) -> Event:
    """One act on a numbered case."""
    name = f"{kind} {case}"
    return Event(source="desk", id=name, type=kind, time=time, subject=f"case-{case}", data=data)


def every_quarter(start: datetime, end: datetime) -> Stream:
    """A case without a limit each quarter of an hour of [start, end)."""
    times = [start + n * 15 * MINUTE for n in range((end - start) // (15 * MINUTE))]
    said = {"channel": "hotline", "category": "open"}
    return in_batches([act(n, "case.reported", at, **said) for n, at in enumerate(times)], [])


def _call(number: int, time: datetime) -> Event:
    stamp = time.isoformat().replace("+00:00", "Z")
    said = {"line": "1", "queued_at": stamp, "ended_at": stamp}
    return Event(
        source="line",
        id=f"call {number}",
        type="call.ended",
        time=time,
        subject=f"call-{number}",
        data=said,
    )


@st.composite
def asked(draw: st.DrawFn, change: datetime, city: City) -> Question:
    """A window between instants around the change, by the hour, day, week or month."""
    when = around(change, city)
    start, end = sorted((draw(when), draw(when)))
    by = draw(st.sampled_from(["hour", "day", "week", "month"]))
    as_of = draw(when)
    return Question(window=Window(start=start, end=end, by=by), as_of=as_of, known_at=None)
