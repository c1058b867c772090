"""What was refused, counted by source, day and kind of reason, so that no flood fills the disk.

Any thread adds; the hub's thread alone writes, a handful of rows however much came. Nobody waits
for that: what a full disk keeps from being written waits here, and is tried after the next tick.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Protocol

from pipelines.city import City
from pipelines.clock import Clock
from pipelines.event import Refused
from pipelines.hub import HubStopped
from pipelines.logs import said
from pipelines.reasons import LEFT_OUT, example_of, kind_of, short_id
from pipelines.store import Store, StoreError

MOST_REASONS, MOST_ROWS = 40, 1_000
LONGEST_SOURCE = 120
OTHER = "other reasons"
log = logging.getLogger(__name__)
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often a source was refused for one kind of reason, and the latest example."""

    source: str
    reason: str
    count: int = 1
    id: str | None = None
    example: str | None = None

    def with_(self, other: "Tally") -> "Tally":
        """Both together, the other being the later."""
        return Tally(
            source=self.source,
            reason=self.reason,
            count=self.count + other.count,
            id=other.id,
            example=other.example,
        )

    def as_json(self) -> dict[str, Any]:
        """Its fields by name, for a running server."""
        return asdict(self)


class Jobs(Protocol):
    """Runs work where nobody else writes."""

    def call(self, work: Callable[[], Any]) -> Any: ...


class Tallies:
    """Tallies by source and kind, never more than MOST_ROWS: beyond, source and kind are merged."""

    def __init__(self, tallies: Iterable[Tally] = ()) -> None:
        self._kept: dict[Key, Tally] = {}
        self._kinds: dict[str, int] = {}
        for tally in tallies:
            self.add(tally)

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Any:
        return iter(self._kept.values())

    def refused(self, refused: Iterable[Refused], source: str | None = None) -> None:
        """Count refusals, of `source` where they do not name their own; the last is the example."""
        counts: Counter[Key] = Counter()
        last: dict[Key, Refused] = {}
        for one in refused:
            key = _short(one.source or source or ""), kind_of(one.reason)
            counts[key] += 1
            last[key] = one
        for key, count in counts.items():
            self.add(
                Tally(
                    source=key[0],
                    reason=key[1],
                    count=count,
                    id=short_id(last[key].id or "") or None,
                    example=example_of(last[key].reason),
                )
            )

    def add(self, tally: Tally) -> None:
        """Count a tally in the row of its source and kind, or where there is room."""
        source, reason = self.place(tally.source, tally.reason)
        if (source, reason) not in self._kept:
            self._kinds[source] = self._kinds.get(source, 0) + 1
        kept = self._kept.get((source, reason), Tally(source=source, reason=reason, count=0))
        self._kept[source, reason] = kept.with_(tally)

    def place(self, source: str, reason: str) -> Key:
        """Which row a refusal belongs to."""
        if (source, reason) in self._kept:
            return source, reason
        if self._kinds.get(source, 0) >= MOST_REASONS:
            return source, OTHER
        return ("", OTHER) if len(self._kept) >= MOST_ROWS else (source, reason)


class Refusals:
    """The refusals of a running server; `before` raises StoreError while nothing may be written."""

    def __init__(
        self, store: Store, jobs: Jobs, city: City, clock: Clock, before: Callable[[], None]
    ) -> None:
        self._store, self._jobs, self._city, self._clock = store, jobs, city, clock
        self._before, self._lock = before, Lock()
        self._waiting, self._asked = Tallies(), False

    def add(self, tallies: Iterable[Tally]) -> None:
        """Count these soon; cheap, from any thread."""
        with self._lock:
            for tally in tallies:
                self._waiting.add(tally)
        self.write_soon()

    def write_soon(self) -> None:
        """Have what waits written between two ticks, once however often that is asked."""
        with self._lock:
            if self._asked or not len(self._waiting):
                return
            self._asked = True
        try:
            self._jobs.call(self._write)
        except HubStopped:
            log.warning(said("refusals_lost", reason="the server is stopping"))

    def _write(self) -> None:
        with self._lock:
            taken, self._waiting, self._asked = list(self._waiting), Tallies(), False
        try:
            self._before()
            write_refusals(self._store, self._city, taken, self._clock())
        except StoreError as wrong:
            log.warning(said("refusals_wait", reason=wrong))
            with self._lock:
                self._waiting = Tallies([*taken, *self._waiting])


def write_refusals(store: Store, city: City, tallies: Iterable[Tally], now: datetime) -> None:
    """Add the tallies to the rows of today, in one transaction; only where nobody else writes."""
    day = city.day_of(now).isoformat()
    with store.writer.transaction() as cursor:
        today = Tallies(
            Tally(source=source, reason=reason, count=0)
            for source, reason in cursor.rows("queries/refusals_of_day", day=day)
        )
        for tally in tallies:
            today.add(tally)
        changed = [tally for tally in today if tally.count]
        cursor.run("models/75_refusals", day=day, now=now, **_columns(changed))


def told(raw: Mapping[str, Any]) -> Tally:
    """A tally from another process, cut again; ValueError where it is none."""
    count = raw.get("count")
    if not isinstance(count, int) or count < 1:
        raise ValueError("a tally has a count above 0")
    return Tally(
        source=_short(str(raw.get("source") or "")),
        reason=kind_of(str(raw.get("reason") or OTHER)),
        count=count,
        id=short_id(str(raw["id"])) if raw.get("id") else None,
        example=example_of(str(raw["example"])) if raw.get("example") else None,
    )


def _columns(tallies: Sequence[Tally]) -> dict[str, list[Any]]:
    return {
        "sources": [tally.source for tally in tallies],
        "reasons": [tally.reason for tally in tallies],
        "counts": [tally.count for tally in tallies],
        "ids": [tally.id for tally in tallies],
        "examples": [tally.example for tally in tallies],
    }


def _short(source: str) -> str:
    return source if len(source) <= LONGEST_SOURCE else f"{source[: LONGEST_SOURCE - 1]}{LEFT_OUT}"
