"""Over which databases a restore goes only when that is asked for: all that hold anything."""

from pathlib import Path

import pytest

from pipelines import store as stores
from pipelines.archive import BackupError
from pipelines.store import Store, schema_names
from tests.pipelines.copied import NOON, backed_up, restored, seal, write_city


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """Of a small city."""
    folder = tmp_path / "backup"
    folder.mkdir()
    backed_up(write_city(folder / "city.duckdb", seed=1), folder / "city.tar")
    return folder / "city.tar"


def test_a_city_all_of_whose_history_is_sealed_is_not_taken_for_an_empty_one(
    backup: Path, tmp_path: Path
) -> None:
    store = Store(tmp_path / "city.duckdb")
    seal(store, "all.parquet", b"a year")
    store.close()
    with pytest.raises(BackupError, match="--replace"):
        restored(backup, tmp_path / "city.duckdb")


def test_a_city_of_an_earlier_schema_is_not_taken_for_an_empty_one(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = schema_names()
    with monkeypatch.context() as earlier:
        earlier.setattr(stores, "schema_names", lambda: names[:5])
        store = Store(tmp_path / "city.duckdb")
    said = ("desk", "1", "case.reported", 0, NOON, NOON, "lamp", "{}")
    columns = ("source", "id", "type", "rank", "time", "received_at", "subject", "data")
    store.writer.insert("log", columns, [said])
    store.close()
    with pytest.raises(BackupError, match="--replace"):
        restored(backup, tmp_path / "city.duckdb")
