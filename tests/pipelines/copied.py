"""A small city in a file, and what tests of backups ask of it."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from pipelines.archive import Manifest
from pipelines.backup import back_up
from pipelines.engine import Engine
from pipelines.event import Event
from pipelines.restore import restore
from pipelines.store import Store
from pipelines.tokens import tokens_beside
from tests.twin.streams import BEGINNING, random_stream
from tests.twin.town import tiny_city

NOON = datetime(2026, 7, 15, 4, tzinfo=UTC)
CITY = "tiny"


def write_city(path: Path, seed: int, events: int = 120) -> Path:
    """A database with so many events, some of them sealed, and a token."""
    store = Store(path)
    engine = Engine(store, tiny_city(), least_cases=1, kept_live=timedelta())
    for batch in random_stream(seed, events).batches:
        engine.tick(batch.events, batch.received_at)
    engine.tick(done(f"done {seed}"), BEGINNING)
    assert engine.seal(NOON)
    tokens_beside(str(path)).add(f"feed {seed}", "events")
    store.close()
    return path


def done(case: str) -> list[Event]:
    """A case that is done with."""
    names = {"case.reported": {"channel": "grid", "category": "lamp"}, "case.closed": {}}
    return [
        Event(
            source="desk", id=f"{case} {kind}", type=kind, time=BEGINNING, subject=case, data=data
        )
        for kind, data in names.items()
    ]


def seal(store: Store, name: str, content: bytes) -> Path:
    """A file in the sealed folder, registered."""
    folder = Path(f"{store.path}.sealed")
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    columns = ("file_no", "kind", "name", "month", "rows", "bytes", "sha256")
    row = (999, "other", name, NOON.date(), 0, len(content), digest)
    store.writer.insert("sealed_file", columns, [row])
    return folder / name


def backed_up(database: Path, file: Path, city: str = CITY) -> Manifest:
    """Its backup, made while nobody else holds it."""
    store = Store(database, migrate=False)
    try:
        return back_up(store, city=city, file=file, made_at=NOON)
    finally:
        store.close()


def restored(
    file: Path, database: Path, *, replace: bool = False, reserve_mb: int = 0, city: str = CITY
) -> Manifest:
    """The city of a backup, put there."""
    return restore(file, database, city=city, replace=replace, reserve_mb=reserve_mb)


def log_of(database: Path) -> list[tuple[object, ...]]:
    """All that was said."""
    with duckdb.connect(str(database), read_only=True) as log:
        return log.execute("select * from log order by seq").fetchall()


def standing(database: Path) -> Mapping[str, object]:
    """The whole city as it stands: its log, what is sealed, whose tokens open."""
    folder = Path(f"{database}.sealed")
    sealed = {path.name: path.read_bytes() for path in folder.glob("*")}
    names = tokens_beside(str(database)).names()
    return {"log": log_of(database), "sealed": sealed, "tokens": dict(names)}


def verified(database: Path) -> list[str]:
    """Open it as a start does; what differs from a rebuild."""
    store = Store(database)
    try:
        return Engine(store, tiny_city()).verify()
    finally:
        store.close()


def beside(database: Path) -> set[str]:
    """What lies in its folder."""
    return {path.name for path in database.parent.iterdir()}
