"""A disk that fills while the database folds its log into its file: it is opened again, whole."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from pipelines.engine import Engine
from pipelines.event import Event
from pipelines.store import Store, StoreError
from tests.faults.disks import fill, mounted
from tests.twin.town import tiny_city

NOW = datetime(2026, 7, 15, 1, tzinfo=UTC)
SIZE_MB = 48


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "disk", SIZE_MB) as folder:
        yield folder


def noted(number: int) -> list[Event]:
    return [
        Event(
            source="feed",
            id=f"{number}-{place}",
            type="case.reported",
            time=NOW,
            subject=f"{number}-{place}",
            data={"channel": "grid", "description": f"{number}-{place} " * 60},
        )
        for place in range(200)
    ]


def test_what_was_acknowledged_is_there_after_the_disk_has_room_again(disk: Path) -> None:
    store = Store(disk / "city.duckdb")
    engine = Engine(store, tiny_city())
    ballast = fill_all_but(disk, megabytes=22)
    taken, refused = 0, 0
    while refused < 3:
        try:
            engine.tick(noted(taken), NOW)
            taken += 1
        except StoreError:
            refused += 1
    ballast.unlink()
    for number in range(taken, taken + 3):
        engine.tick(noted(number), NOW)
    taken += 3
    assert engine.verify() == []
    store.close()
    with duckdb.connect(str(disk / "city.duckdb"), read_only=True) as log:
        assert log.execute("select count(*), count(distinct id) from log").fetchall() == [
            (taken * 200, taken * 200)
        ]


def fill_all_but(disk: Path, megabytes: int) -> Path:
    room = disk / "room"
    room.write_bytes(b"\0" * megabytes * 1024 * 1024)
    ballast = fill(disk)
    room.unlink()
    return ballast
