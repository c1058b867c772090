"""The simulated day: what a city would send, in the order of time, the same for the same seed.

Everything is told by the day on which it was reported. What is told of a day reaches up to `TAIL`
days beyond it, so a later day is that day's own events and what the days before left over.
Speed is the caller's: these are ordered events, nothing waits here.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from heapq import merge

from pipelines.city import City
from pipelines.event import RANK, Event
from pipelines.sources.simulated_calls import calls
from pipelines.sources.simulated_indicators import published_indicators
from pipelines.sources.simulated_questions import questions
from pipelines.sources.simulated_reports import day_reports, day_stories
from pipelines.sources.simulated_services import applications
from pipelines.sources.simulated_staff import positions, shifts
from pipelines.sources.simulated_weather import weather
from pipelines.sources.simulated_world import World, build_world

__all__ = ["SimulatedDay", "Simulation", "history", "live", "published_indicators"]

TAIL = 30
"""Cases go on for fewer days than this after the day of their report."""
PROJECT_TAIL = 130
"""The same for approvals of investment projects."""
CALLS_KEPT = 8
"""A history holds calls and shifts of so many days before its end; nobody asks for older ones."""
POSITIONS_KEPT = timedelta(minutes=10)
"""A position older than this is none."""


class Simulation:
    """One city played from one seed; `storm_days` are those on which the pack's incidents happen.

    It keeps what a history left over, so that `live` after `history` need not tell it again.
    """

    def __init__(self, city: City, seed: int, storm_days: frozenset[date] = frozenset()) -> None:
        self.world: World = build_world(city, seed, storm_days)
        self._left_over: dict[date, tuple[datetime, list[Event]]] = {}

    def history(
        self, first: date, last: date, *, until: datetime, newest_first: bool = False
    ) -> Iterator[list[Event]]:
        """A list a report day: what was reported on it and happened up to `until`."""
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        for day in reversed(days) if newest_first else days:
            told = self._told(day)
            self._left_over[day] = until, [event for event in told if event.time > until]
            told = [event for event in told if event.time <= until]
            today = self.world.city.day_of(until)
            if (today - day).days <= CALLS_KEPT:
                told += [event for event in self._around(day) if event.time <= until]
            if day == today:
                told += positions(self.world, until - POSITIONS_KEPT, until)
            yield sorted(told, key=_order)

    def live(self, day: date, start: datetime | None = None) -> Iterator[Event]:
        """What happens after `start` until the day's end, in the order of time; without a start
        the whole day. Left-over acts of the days before it are in it."""
        begin, end = self.world.city.day_bounds(day)
        after = start or begin - timedelta(microseconds=1)
        until = end - timedelta(microseconds=1)
        events = [
            event
            for ago in range(TAIL + 1)
            for event in self._after(day - timedelta(days=ago), after)
            if event.time <= until
        ]
        for ago in range(TAIL + 1, PROJECT_TAIL + 1):
            slow = self._projects(day - timedelta(days=ago))
            events += [event for event in slow if after < event.time <= until]
        for ago in range(2):
            around = self._around(day - timedelta(days=ago))
            events += [event for event in around if after < event.time <= until]
        return merge(sorted(events, key=_order), positions(self.world, after, until), key=_order)

    def _after(self, day: date, after: datetime) -> list[Event]:
        """What is told of a day and happens after an instant."""
        until, left_over = self._left_over.get(day, (datetime.max.replace(tzinfo=UTC), []))
        told = left_over if until <= after else self._told(day)
        return [event for event in told if event.time > after]

    def _told(self, day: date) -> list[Event]:
        """Cases, questions, applications and weather of a day."""
        world = self.world
        events = [event for story in day_stories(world, day) for event in story]
        events += [event for story in questions(world, day) for event in story]
        events += [e for story in applications(world, day, slow=False) for e in story]
        return events + self._projects(day) + weather(world, day)

    def _projects(self, day: date) -> list[Event]:
        told = applications(self.world, day, slow=True)
        return [event for application in told for event in application]

    def _around(self, day: date) -> list[Event]:
        """Shifts and calls of a day."""
        numbered = enumerate(day_reports(self.world, day), start=1)
        named = ((f"{day:%Y%m%d}-{number:04d}", report) for number, report in numbered)
        return [*shifts(self.world, day), *calls(self.world, day, named)]


class SimulatedDay:
    """One whole day of a city, stormy if its pack has incidents."""

    def __init__(self, city: City, day: date, seed: int) -> None:
        self.day = day
        self._simulation = Simulation(city, seed, frozenset({day}))

    def events(self, start: datetime | None = None, end: datetime | None = None) -> Iterator[Event]:
        """Its events after `start` and before `end`, in the order of time."""
        for event in self._simulation.live(self.day, start):
            if end is not None and event.time >= end:
                return
            yield event


def history(
    city: City,
    first: date,
    last: date,
    seed: int,
    *,
    until: datetime,
    newest_first: bool = False,
) -> Iterator[list[Event]]:
    """The days up to a stormy last one; see `Simulation.history`."""
    simulation = Simulation(city, seed, frozenset({last}))
    return simulation.history(first, last, until=until, newest_first=newest_first)


def live(city: City, day: date, seed: int, start: datetime) -> Iterator[Event]:
    """A stormy day after `start`; see `Simulation.live`."""
    return Simulation(city, seed, frozenset({day})).live(day, start)


def _order(event: Event) -> tuple[datetime, int, str, str]:
    return event.time, RANK[event.type], event.id, event.source
