"""Takes the snapshots that screens share: all reads of all scenes, together, as of one instant."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Protocol

from dashboards.api.later import Answers, Later
from dashboards.scenes import SCENES
from dashboards.snapshot import Service, Snapshot
from pipelines.catalogue import Catalogue
from pipelines.city import City
from pipelines.clock import Clock
from pipelines.engine import Engine
from pipelines.hub import Hub
from pipelines.reading import read_all
from pipelines.reads import Read
from pipelines.store import StoreError

OLDEST_S, REUSED_S = 0.5, 5.0


class Telling(Protocol):
    """What the taker must know of a source that brings events by itself."""

    @property
    def ready(self) -> bool: ...
    @property
    def told_until(self) -> datetime | None: ...


class Unwell(StoreError):
    """The hub cannot write, so that a snapshot would show old numbers as new."""


def reads_of_scenes() -> frozenset[Read]:
    """What all panels of all scenes read for every frame, each once."""
    reads = (read for panels in SCENES.values() for panel in panels for read in panel.reads)
    return frozenset(read for read in reads if not read.kept_s)


class Taker:
    """The newest snapshot whenever it is called; taken again after a tick or half a second.

    Every event acknowledged before its `as_of` is in it: the instant is noted before reading, and
    is cut to the milliseconds that frames show. Where a source plays what is known beforehand, it
    is the instant until which the source has told everything. Reads that scan much are asked when a
    screen looks at them, and are as of that time.
    """

    def __init__(
        self,
        *,
        hub: Hub,
        engine: Engine,
        catalogue: Catalogue,
        city: City,
        clock: Clock,
        sources: Sequence[Telling] = (),
        simulated: bool,
        service: Callable[[], Any],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hub, self._engine, self._catalogue = hub, engine, catalogue
        self._city, self._clock, self._simulated = city, clock, simulated
        self._sources, self._monotonic, self._lock = tuple(sources), monotonic, Lock()
        self._service = service
        self._reads = reads_of_scenes()
        self._later = Later(self._ask, monotonic)
        self._whole_at = float("-inf")
        self._kept: tuple[int, float, Snapshot] | None = None

    def __call__(self) -> Snapshot:
        """The snapshot; Unwell while the hub is in trouble."""
        if self._hub.trouble:
            raise Unwell(self._hub.trouble)
        with self._lock:
            version, now = self._hub.version, self._monotonic()
            kept, whole = self._kept, all(source.ready for source in self._sources)
            if kept and kept[0] == version and now - kept[1] < OLDEST_S and kept[2].whole == whole:
                return kept[2]
            snapshot = self._take(version, whole)
            self._kept = version, now, snapshot
            return snapshot

    def _take(self, version: int, whole: bool) -> Snapshot:
        as_of = self._instant()
        known = self._still_true()
        fresh = self._reads - known.keys()
        results = known | read_all(self._engine, self._catalogue, self._city, fresh, as_of)
        return Snapshot(
            seq=version,
            as_of=as_of,
            city=self._city,
            simulated=self._simulated,
            whole=whole,
            results=Answers(results, self._later),
        )

    def _ask(self, read: Read) -> Any:
        if isinstance(read, Service):
            return self._service()
        return read_all(self._engine, self._catalogue, self._city, [read], self._instant())[read]

    def _instant(self) -> datetime:
        told = [source.told_until for source in self._sources]
        latest = min([self._clock(), *(until for until in told if until)])
        return latest - timedelta(microseconds=latest.microsecond % 1000)

    def _still_true(self) -> dict[Read, Any]:
        """The kept answers to which no event of their families came since, for a few seconds."""
        if not self._kept or self._monotonic() - self._whole_at >= REUSED_S:
            self._whole_at = self._monotonic()
            return {}
        version, _, kept = self._kept
        changed = self._hub.changed
        return {
            read: answer
            for read, answer in kept.results.items()
            if read.families and all(changed.get(name, 0) <= version for name in read.families)
        }
