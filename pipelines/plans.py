"""What a feeder plays: the simulated day with its history, or a replayed file, cut to be sent."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain, islice
from typing import TypeVar

from pipelines.city import City
from pipelines.event import Event
from pipelines.sources.replay import Replay
from pipelines.sources.simulate import Simulation, published_indicators

FIRST_DAYS, OPEN_DAYS, OLDER_DAYS = 8, 21, 70
ENDINGS = frozenset({"case.closed", "case.rejected", "case.voided", "case.merged"})
T = TypeVar("T")
Chunks = Iterator[list[Event]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`before` is fed at once, `live` (in order of time) when it is due, `older` meanwhile.

    `before` tells all that happens before `until`.
    """

    until: datetime
    before: Iterable[Event]
    live: Iterator[Event]
    older: Iterable[Event] = field(default_factory=tuple)


def chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """The things in lists of at most `size`."""
    source = iter(things)
    while some := list(islice(source, size)):
        yield some


def whole_chunks(events: Iterable[Event], size: int) -> Chunks:
    """The events in lists of about `size`, cut only where the subject changes."""
    some: list[Event] = []
    for event in events:
        if len(some) >= size and event.subject != some[-1].subject:
            yield some
            some = []
        some.append(event)
    if some:
        yield some


def simulated_plan(city: City, now: datetime, seed: int) -> Plan:
    """The pack's day at `now`, the eight days up to it, then ten weeks and last year's same.

    Cases still open at `now` come with the first days, so that older ones change nothing of today.
    """
    today = city.day_of(now)
    simulation = Simulation(city, seed, frozenset({today}))
    first = today - timedelta(days=FIRST_DAYS - 1)
    open_since = first - timedelta(days=OPEN_DAYS)
    old = simulation.history(open_since, first - timedelta(days=1), until=now)
    before = simulation.history(first, today, until=now)
    return Plan(
        until=now,
        before=chain(
            published_indicators(city),
            chain.from_iterable(map(still_open, old)),
            chain.from_iterable(before),
        ),
        live=_days_from(simulation, today, now),
        older=_older(simulation, first - timedelta(days=1), now),
    )


def still_open(events: Iterable[Event]) -> Iterator[Event]:
    """All acts of those cases whose last word is no ending; events in the order of time."""
    cases: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.type.startswith("case."):
            cases[event.subject].append(event)
    for acts in cases.values():
        words = [act.type for act in acts if act.type in ENDINGS or act.type == "case.reopened"]
        if not words or words[-1] == "case.reopened":
            yield from acts


def _days_from(simulation: Simulation, today: date, now: datetime) -> Iterator[Event]:
    yield from simulation.live(today, now)
    day = today
    while True:
        day += timedelta(days=1)
        yield from simulation.live(day)


def _older(simulation: Simulation, last: date, now: datetime) -> Iterator[Event]:
    """Ten weeks back from `last` and the same weeks of last year; first the weekday of today, of
    which the usual day is made. Each case whole: half a case of long ago would be overdue."""
    weekday = simulation.world.city.day_of(now).weekday()
    first = last - timedelta(days=OLDER_DAYS - 1)
    days = [last - timedelta(days=n) for n in range(OLDER_DAYS)]
    days.sort(key=lambda day: day.weekday() != weekday)
    year = timedelta(days=364)
    span = (last - first).days + FIRST_DAYS
    days += [last + timedelta(days=FIRST_DAYS - n) - year for n in range(span + 1)]
    for day in days:
        for told in simulation.history(day, day, until=now):
            yield from sorted(told, key=lambda event: event.subject)


def replayed_plan(events: Replay) -> Plan:
    """A case file as a live day: what had happened before it begins, then event by event."""
    return Plan(until=events.live[0].time, before=events.before, live=iter(events.live))
