"""The loop between those who bring events and the engine: one thread, one transaction a tick.

Batches wait in a bounded queue and are never split, so what is accepted of a request is committed
whole; its future resolves after the commit. An error is logged and backed off, and `trouble` says
it until a tick succeeds again, so that screens can show their age instead of old numbers as new.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from threading import Condition, Thread
from typing import Any, Protocol, TypeVar

from pipelines.clock import Clock
from pipelines.engine import TickResult
from pipelines.event import Event
from pipelines.setbacks import Setbacks
from pipelines.store import StoreError

T = TypeVar("T")
log = logging.getLogger(__name__)


class QueueFull(Exception):
    """So many events wait that no more are taken; come back after `retry_after_s`."""

    def __init__(self, waiting: int, retry_after_s: int = 1) -> None:
        super().__init__(f"{waiting} events wait for the database; send again in a moment")
        self.retry_after_s = retry_after_s


class HubStopped(Exception):
    """The server is stopping and takes nothing more."""


class Ticks(Protocol):
    """What the hub needs of the engine."""

    def tick(self, events: Sequence[Event], received_at: datetime) -> TickResult: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TickReport:
    """What one tick did; `newest_at` is the latest time among its new events."""

    accepted: int
    duplicate: int
    seconds: float
    families: frozenset[str]
    newest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    events: Sequence[Event]
    future: "Future[list[bool]]" = field(default_factory=Future)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    call: Callable[[], Any]
    future: "Future[Any]" = field(default_factory=Future)


class Hub:
    """Takes events from any thread and commits them in its own, at most `tick_events` a tick.

    `refused` counts what never comes so far; it is given by whoever keeps such counts.
    `version` counts ticks, `changed` has by family of types the version that last brought an event.
    """

    def __init__(
        self,
        engine: Ticks,
        clock: Clock,
        *,
        queue_events: int = 200_000,
        tick_events: int = 20_000,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine, self._clock, self._monotonic = engine, clock, monotonic
        self._most, self._tick_events = queue_events, tick_events
        self._queue: deque[_Batch | _Job] = deque()
        self._changed = Condition()
        self._stopping = False
        self._listeners: list[Callable[[TickReport], None]] = []
        self._thread: Thread | None = None
        self._setbacks = Setbacks(log, "tick")
        self.refused: Callable[[Iterable[Any]], None] = lambda _: None
        self.depth = 0
        self.version = 0
        self.changed: dict[str, int] = {}
        self.trouble: str | None = None
        self.newest_at: datetime | None = None

    def submit(self, events: Sequence[Event]) -> "Future[list[bool]]":
        """Queue a batch; the future gives per event whether it was new. QueueFull, HubStopped."""
        batch = _Batch(events=tuple(events))
        with self._changed:
            if self._queue and self.depth + len(events) > self._most:
                raise QueueFull(self.depth)
            self._put(batch)
            self.depth += len(events)
        return batch.future

    def call(self, work: Callable[[], T]) -> "Future[T]":
        """Run `work` in the hub's thread between two ticks, where nobody else writes."""
        job = _Job(call=work)
        with self._changed:
            self._put(job)
        return job.future

    def listen(self, listener: Callable[[TickReport], None]) -> None:
        """Tell `listener` of every tick, after its commit, in the hub's thread."""
        self._listeners.append(listener)

    def tick(self) -> bool:
        """Do once what waits now, here; False if nothing waited."""
        work = self._take()
        if not work:
            return False
        if isinstance(work[0], _Job):
            _run(work[0])
        else:
            self._commit([batch for batch in work if isinstance(batch, _Batch)])
        return True

    def start(self) -> None:
        """Tick from a thread of its own until stopped."""
        self._thread = Thread(target=self._loop, name="hub", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take nothing more, finish what waits, end the thread."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread:
            self._thread.join()
        while self.tick():
            pass

    def _put(self, work: _Batch | _Job) -> None:
        if self._stopping:
            raise HubStopped("the server is stopping; send again when it is back")
        self._queue.append(work)
        self._changed.notify_all()

    def _take(self) -> list[_Batch | _Job]:
        """The first job alone, or whole batches from the front up to the size of a tick."""
        taken: list[_Batch | _Job] = []
        size = 0
        with self._changed:
            while self._queue:
                head = self._queue[0]
                if isinstance(head, _Job):
                    return taken or [self._queue.popleft()]
                if taken and size + len(head.events) > self._tick_events:
                    break
                size += len(head.events)
                taken.append(self._queue.popleft())
        return taken

    def _commit(self, batches: Sequence[_Batch]) -> None:
        """One tick of these batches; where it fails, each alone, so that none spoils another."""
        events = [event for batch in batches for event in batch.events]
        started = self._monotonic()
        try:
            result = self._engine.tick(events, self._clock())
        except Exception as wrong:  # noqa: BLE001  # it goes to the senders, the log and `trouble`
            if len(batches) > 1 and not isinstance(wrong, StoreError):
                for batch in batches:
                    self._commit([batch])
                return
            self._fail(batches, wrong)
            return
        self._done(len(events), result.families)
        seconds = self._monotonic() - started
        _resolve(batches, result.accepted)
        self._publish(events, result, seconds)

    def _done(self, events: int, families: Iterable[str]) -> None:
        with self._changed:
            self.depth -= events
        self.changed |= dict.fromkeys(families, self.version + 1)
        self.version += 1
        self._setbacks.ended()
        self.trouble = None

    def _fail(self, batches: Sequence[_Batch], wrong: Exception) -> None:
        with self._changed:
            self.depth -= sum(len(batch.events) for batch in batches)
        self._setbacks.failed(wrong)
        self.trouble = str(wrong)
        for batch in batches:
            batch.future.set_exception(wrong)

    def _publish(self, events: Sequence[Event], result: TickResult, seconds: float) -> None:
        new = [event.time for event, new in zip(events, result.accepted, strict=True) if new]
        newest = max(new, default=None)
        if newest and (self.newest_at is None or newest > self.newest_at):
            self.newest_at = newest
        report = TickReport(
            accepted=len(new),
            duplicate=len(events) - len(new),
            seconds=seconds,
            families=frozenset(result.families),
            newest_at=newest,
        )
        for listener in self._listeners:
            listener(report)

    def _loop(self) -> None:
        while True:
            with self._changed:
                if not self._queue and not self.trouble:
                    self._changed.wait_for(lambda: self._queue or self._stopping)
                if self._stopping:
                    return
            if not self.tick():
                self._commit([])
            if self.trouble:
                self._pause()

    def _pause(self) -> None:
        """Back off after a failure; an idle hub then tries an empty tick until one succeeds."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopping, timeout=self._setbacks.pause_s)


def _run(job: _Job) -> None:
    try:
        job.future.set_result(job.call())
    except Exception as wrong:  # noqa: BLE001  # it is the asker's, who gets it by the future
        job.future.set_exception(wrong)


def _resolve(batches: Sequence[_Batch], accepted: Sequence[bool]) -> None:
    start = 0
    for batch in batches:
        end = start + len(batch.events)
        batch.future.set_result(list(accepted[start:end]))
        start = end
