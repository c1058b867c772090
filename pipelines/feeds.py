"""A source asked by its name: once for an import, again and again for a running server.

A source may tell the same twice, so nothing is lost where an asking breaks off: the next one brings
the rest.
"""

import csv
import json
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.city import City
from pipelines.clock import Clock
from pipelines.event import Event, Refused, parse
from pipelines.feeder import Feeding, Send
from pipelines.importing import CHUNK, ImportResult, Sink
from pipelines.logs import said as line
from pipelines.plans import chunks
from pipelines.refusals import Tallies
from pipelines.sources import Telling, find_source
from pipelines.sources.faults import ImportFailed

ASK_AGAIN_S = 15.0
FIRST_REASONS = 3
log = logging.getLogger(__name__)
Said = tuple[Event | Refused, Any]


class Feed(Feeding):
    """Asks the source `name` of `place` again and again; what it repeats is not sent again."""

    pause_s = ASK_AGAIN_S

    def __init__(self, name: str, place: str, city: City, clock: Clock) -> None:
        super().__init__(f"{name} {place}", simulated=False)
        self._telling, self._place, self._city, self._clock = find_source(name), place, city, clock
        self.source = name
        self._sent: frozenset[tuple[str, str]] = frozenset()
        self._refused: Counter[Refused] = Counter()
        self._unread = False

    def begin(self, send: Send) -> None:
        """Ask once and be ready, also where nothing came: the place may answer later."""
        self.step(send)
        self.ready = True

    def step(self, send: Send) -> bool:
        """Ask once and send what the asking before did not tell; False if that is nothing."""
        told: dict[tuple[str, str], Event] = {}
        refused: Counter[Refused] = Counter()
        try:
            for event, _ in said(self.name, self._telling, self._place, self._city, self._clock()):
                if isinstance(event, Event):
                    told[event.source, event.id] = event
                else:
                    refused[event] += 1
            self._tell(None)
        except ImportFailed as wrong:
            self._tell(wrong)
            refused |= self._refused
        new = [event for key, event in told.items() if key not in self._sent]
        for some in chunks(new, CHUNK):
            send(some)
        self._sent = frozenset(told)
        self._refuse(refused)
        return bool(new)

    def _tell(self, wrong: ImportFailed | None) -> None:
        """Say that the place cannot be read, and that it can again, once each."""
        if wrong and not self._unread:
            log.warning(line("source_unreadable", source=self.name, reason=wrong))
        if self._unread and not wrong:
            log.info(line("source_readable", source=self.name))
        self._unread = wrong is not None

    def _refuse(self, refused: Counter[Refused]) -> None:
        """Log and count what the asking before did not tell already."""
        tallies = Tallies()
        new = list((refused - self._refused).elements())
        tallies.refused(new, self.source)
        for kind in tallies:
            told = {"source": self.name, "reason": kind.reason, "count": kind.count}
            log.warning(line("events_refused", **told))
        self._refused = refused
        if self._hub and len(tallies):
            self._hub.refused(tallies)


def import_events(
    name: str, file: Path, city: City, sink: Sink, *, now: datetime, rejects: Path | None = None
) -> ImportResult:
    """Everything the source `name` tells of a file, into `sink`; ImportFailed. What is refused goes
    to `rejects`, each event behind its reason."""
    read = accepted = duplicate = 0
    refused: list[tuple[str, str]] = []
    tallies = Tallies()
    for some in chunks(said(name, find_source(name), str(file), city, now), CHUNK):
        events = [event for event, _ in some if isinstance(event, Event)]
        refused += [
            (event.reason, json.dumps(raw, ensure_ascii=False, default=str))
            for event, raw in some
            if isinstance(event, Refused)
        ]
        tallies.refused(
            (
                event if event.id else replace(event, id=f"#{place}")
                for place, (event, _) in enumerate(some, read + 1)
                if isinstance(event, Refused)
            ),
            name,
        )
        new = sum(sink.send(events)) if events else 0
        read, accepted, duplicate = read + len(some), accepted + new, duplicate + len(events) - new
    if refused:
        _write(rejects or Path.cwd() / f"{file.name.partition('.')[0]}.rejects.csv", refused)
    return ImportResult(
        read=read,
        events=accepted + duplicate,
        accepted=accepted,
        duplicate=duplicate,
        rejected=len(refused),
        reasons=tuple(f"{file.name}, {reason}" for reason, _ in refused[:FIRST_REASONS]),
        refused=tuple(tallies),
    )


def said(name: str, telling: Telling, place: str, city: City, now: datetime) -> Iterator[Said]:
    """Each event as the door takes or refuses it, beside what was told; ImportFailed where the
    source cannot read the place."""
    try:
        for raw in telling(place, city):
            yield parse(raw, now=now), raw
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as wrong:
        raise ImportFailed(f"{name}: cannot be read: {type(wrong).__name__}: {wrong}") from None


def _write(path: Path, refused: Sequence[tuple[str, str]]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("reason", "event"), *refused])
    except OSError as wrong:
        raise ImportFailed(f"{path.name}: cannot be written: {wrong.strerror}") from None
