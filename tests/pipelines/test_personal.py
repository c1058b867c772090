"""Who reported is known apart from the log; in the log stands a pseudonym that can be counted."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipelines.engine import Engine
from pipelines.event import Event
from pipelines.metrics import Query, evaluate, load_metrics
from pipelines.personal import identity, pseudonym
from pipelines.store import Store
from tests.twin.town import tiny_city

NOON = datetime(2026, 7, 15, 4, tzinfo=UTC)
WANG = {"name": "Wang", "phone": "13800000000"}


def reported(subject: str, reporter: object) -> Event:
    data = {"channel": "hotline", "category": "urgent", "reporter": reporter}
    return Event(
        source="desk", id=subject, type="case.reported", time=NOON, subject=subject, data=data
    )


def log_of(database: Path) -> str:
    with duckdb.connect(str(database), read_only=True) as log:
        return " ".join(row[0] for row in log.execute("select data from log").fetchall())


def test_the_log_names_nobody_and_still_counts_who_reports_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "city.duckdb")
    engine = Engine(store, tiny_city())
    engine.tick([reported("a", WANG), reported("b", WANG), reported("c", "Li")], NOON)
    query = Query(keys=("repeat_reporters",), start=NOON, end=NOON.replace(hour=5), as_of=NOON)
    assert evaluate(engine, load_metrics(), query)[0].value == 1
    [stored] = engine.case_events(["a"])
    assert stored.event.data["reporter"] == WANG
    assert "reporter_key" not in stored.event.data
    store.close()
    words = log_of(tmp_path / "city.duckdb")
    assert "urgent" in words
    assert not [name for name in ("Wang", "138", "Li") if name in words]


def test_a_pseudonym_is_the_databases_own() -> None:
    assert pseudonym("Wang", b"one") == pseudonym("Wang", b"one") != pseudonym("Wang", b"two")
    assert identity({"phone": "1", "name": "Wang"}) == "Wang"
    assert identity({}) is None
