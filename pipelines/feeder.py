"""Feeds a running city: `Feeding` is the thread, `Feeder` plays events known beforehand in it, the
simulated day or a replayed file.

What happened before now comes first and makes the source ready; then events go in when the city's
clock reaches them, and older history follows in chunks between them, so that today is never late.
"""

import logging
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain, islice
from threading import Event as Signal
from threading import Thread
from typing import TypeVar

from pipelines.city import City
from pipelines.clock import Clock
from pipelines.event import Event
from pipelines.hub import Hub, HubStopped, QueueFull
from pipelines.sources.replay import Replay
from pipelines.sources.simulate import Simulation, published_indicators
from pipelines.store import StoreError

OLDER_CHUNK, FIRST_CHUNK = 2_000, 20_000
PAUSE_S, SHORT_PAUSE_S = 0.2, 0.05
FIRST_DAYS, OPEN_DAYS, OLDER_DAYS = 8, 21, 70
ENDINGS = frozenset({"case.closed", "case.rejected", "case.voided", "case.merged"})
log = logging.getLogger(__name__)
T = TypeVar("T")
Chunks = Iterator[list[Event]]
Send = Callable[[Sequence[Event]], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`before` is fed at once, `live` (in order of time) when it is due, `older` meanwhile.

    `before` tells all that happens before `until`.
    """

    until: datetime
    before: Iterable[Event]
    live: Iterator[Event]
    older: Iterable[Event] = field(default_factory=tuple)


class Feeding(ABC):
    """A source in a thread of its own: it begins, is ready, then steps until it is stopped."""

    pause_s = PAUSE_S

    def __init__(self, name: str, *, simulated: bool) -> None:
        self.name, self.simulated = name, simulated
        self.ready = False
        self._stopped, self._thread = Signal(), Thread(target=self._run, name=name, daemon=True)
        self._hub: Hub | None = None

    @property
    def told_until(self) -> datetime | None:
        """All that happened up to this instant is durable; None for a source that cannot know."""
        return None

    @abstractmethod
    def begin(self, send: Send) -> None:
        """Send what happened before now, then be ready."""

    @abstractmethod
    def step(self, send: Send) -> bool:
        """Send what there is to send now; False if there was nothing."""

    def start(self, hub: Hub) -> None:
        """Feed until stopped."""
        self._hub = hub
        self._thread.start()

    def stop(self) -> None:
        """Feed no more; what was given to the hub stays with it."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            self.begin(self._send)
            while not self._stopped.is_set():
                self.step(self._send)
                self._stopped.wait(self.pause_s)
        except HubStopped:
            return
        except Exception:
            log.exception("%s: the source has ended; its events come no more", self.name)

    def _send(self, events: Sequence[Event]) -> None:
        """Give it to the hub and wait until it is durable; a full queue or disk is tried again."""
        while self._hub and not self._stopped.is_set():
            try:
                waiting: Future[list[bool]] = self._hub.submit(events)
                waiting.result()
                return
            except QueueFull as full:
                self._stopped.wait(full.retry_after_s)
            except StoreError:
                self._stopped.wait(1.0)


class Feeder(Feeding):
    """Feeds one plan. `make` is called in the thread: telling a history takes a while."""

    def __init__(
        self, name: str, make: Callable[[], Plan], clock: Clock, *, simulated: bool
    ) -> None:
        super().__init__(name, simulated=simulated)
        self._make, self._clock = make, clock
        self._live: Iterator[Event] = iter(())
        self._next: Event | None = None
        self._older: Chunks = iter(())
        self._waits: datetime | None = None

    @property
    def told_until(self) -> datetime | None:
        """The clock, or what lies before the first event that is not yet durable."""
        now, waits = self._clock(), self._waits
        return now if waits is None or now < waits else waits - timedelta(microseconds=1)

    def begin(self, send: Send) -> None:
        """Send what happened before now, be ready, and send nothing more, so that screens know."""
        plan = self._make()
        self._waits = plan.until
        for chunk in chunks(plan.before, FIRST_CHUNK):
            send(chunk)
            if self._stopped.is_set():
                return
        self._live, self._older = plan.live, whole_chunks(plan.older, OLDER_CHUNK)
        self.ready = True
        send(())
        self._next = next(self._live, None)
        self._waits = self._next.time if self._next else None

    def step(self, send: Send) -> bool:
        """Send what is due and one chunk of what is older; False if there was neither."""
        due = list(self._due())
        if due:
            send(due)
            self._waits = self._next.time if self._next else None
        older = next(self._older, None)
        if older:
            send(older)
        self.pause_s = PAUSE_S if older else SHORT_PAUSE_S
        return bool(due or older)

    def _due(self) -> Iterator[Event]:
        now = self._clock()
        while self._next is not None and self._next.time <= now:
            yield self._next
            self._next = next(self._live, None)


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
    today = city.local(now).date()
    simulation = Simulation(city, seed, frozenset({today}))
    first = today - timedelta(days=FIRST_DAYS - 1)
    open_since = first - timedelta(days=OPEN_DAYS)
    old = simulation.history(open_since, first - timedelta(days=1), until=now, newest_first=False)
    before = simulation.history(first, today, until=now, newest_first=False)
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
    """Day by day back in time, each case whole: half a case of long ago would be an overdue one."""
    first = last - timedelta(days=OLDER_DAYS - 1)
    year = timedelta(days=364)
    last_year = (last - year + timedelta(days=FIRST_DAYS), first - year)
    for start, end in ((first, last), (last_year[1], last_year[0])):
        for day in simulation.history(start, end, until=now, newest_first=True):
            yield from sorted(day, key=lambda event: event.subject)


def replayed_plan(events: Replay) -> Plan:
    """A case file as a live day: what had happened before it begins, then event by event."""
    return Plan(until=events.live[0].time, before=events.before, live=iter(events.live))
