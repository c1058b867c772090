"""A process that takes events and seals what it can: `-m tests.faults.sealing DATABASE FROM`.

It prints the number of each batch once that is durable: whoever kills it knows what it owes.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.engine import Engine
from pipelines.event import Event
from pipelines.store import Store
from tests.twin.town import tiny_city

BEGIN, NOW = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
BATCH, BATCHES = 40, 60


def batch(number: int) -> list[Event]:
    """Forty cases of a few days, closed, and a late word on one of an earlier batch."""
    told = []
    for place in range(BATCH):
        name, at = f"b{number:03d}-{place:02d}", BEGIN + timedelta(days=5 * number, hours=3 * place)
        told.append(said("case.reported", at, name, channel="hotline", category="lamp", cell="c1"))
        told.append(said("case.handled", at + timedelta(hours=2), name, department="roads"))
        told.append(said("case.closed", at + timedelta(hours=3), name))
    if number:
        told.append(said("case.noted", NOW, f"b{number // 2:03d}-07", text=f"late {number}"))
    return told


def said(kind: str, at: datetime, subject: str, **data: object) -> Event:
    """An event of the town hall."""
    name = f"{subject}/{kind}/{data.get('text', '')}"
    return Event(source="hall", id=name, type=kind, time=at, subject=subject, data=data)


def opened(database: Path) -> Engine:
    """The engine that seals after every batch whatever a month has twenty of."""
    return Engine(Store(database), tiny_city(), seal_every=1, least_cases=20)


def telling(database: Path, start: int) -> Iterator[int]:
    """Take batch after batch; each number comes once its events are durable."""
    engine = opened(database)
    for number in range(start, BATCHES):
        engine.tick(batch(number), NOW)
        yield number


if __name__ == "__main__":
    for number in telling(Path(sys.argv[1]), int(sys.argv[2])):
        print(number, flush=True)
