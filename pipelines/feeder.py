"""Feeds a running city: `Feeding` is the thread, `Feeder` plays events known beforehand in it, the
simulated day or a replayed file.

What happened before now comes first and makes the source ready; then events go in when the city's
clock reaches them, and older history follows in chunks between them, so that today is never late.
"""

import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from threading import Event as Signal
from threading import Thread

from pipelines.clock import Clock
from pipelines.event import Event
from pipelines.hub import Hub, HubStopped, QueueFull
from pipelines.logs import said
from pipelines.plans import Chunks, Plan, chunks, whole_chunks
from pipelines.store import StoreError

OLDER_CHUNK, FIRST_CHUNK = 2_000, 20_000
PAUSE_S = 0.2
DUE_S = 0.05
log = logging.getLogger(__name__)
Send = Callable[[Sequence[Event]], object]


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
        log.info(said("source_started", source=self.name))
        try:
            self.begin(self._send)
            log.info(said("source_ready", source=self.name))
            while not self._stopped.is_set():
                self.step(self._send)
                self._stopped.wait(self.pause_s)
            log.info(said("source_ended", source=self.name))
        except HubStopped:
            log.info(said("source_ended", source=self.name))
        except Exception:
            log.exception(said("source_failed", source=self.name, events="come no more"))

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

    pause_s = DUE_S

    def __init__(
        self,
        name: str,
        make: Callable[[], Plan],
        clock: Clock,
        *,
        simulated: bool,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(name, simulated=simulated)
        self._monotonic = monotonic
        self._make, self._clock = make, clock
        self._live: Iterator[Event] = iter(())
        self._next: Event | None = None
        self._older: Chunks = iter(())
        self._waits: datetime | None = None
        self._older_at = 0.0

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
        """Send what is due, and now and then what is older; False if there was neither."""
        due = list(self._due())
        if due:
            send(due)
            self._waits = self._next.time if self._next else None
        return self._send_older(send) or bool(due)

    def _send_older(self, send: Send) -> bool:
        """One chunk, then a rest as long as it took: today comes first."""
        begun = self._monotonic()
        older = next(self._older, None) if begun >= self._older_at else None
        if older is None:
            return False
        send(older)
        ended = self._monotonic()
        self._older_at = ended + max(PAUSE_S, ended - begun)
        return True

    def _due(self) -> Iterator[Event]:
        now = self._clock()
        while self._next is not None and self._next.time <= now:
            yield self._next
            self._next = next(self._live, None)
