"""A backup is whole, consistent and its owner's, or there is none and a sentence says why."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event as Signal
from threading import Thread

import pytest

from pipelines import store as stores
from pipelines.backup import back_up
from pipelines.engine import Engine
from pipelines.store import Store, schema_names
from tests.pipelines.copied import (
    CITY,
    NOON,
    backed_up,
    log_of,
    restored,
    standing,
    verified,
    write_city,
)
from tests.twin.streams import random_stream
from tests.twin.town import tiny_city


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_city(tmp_path_factory.mktemp("written") / "city.duckdb", seed=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A city of its own, held."""
    made = Store(write_city(tmp_path / "the city's own.duckdb", seed=2))
    yield made
    made.close()


def test_a_restored_city_is_the_one_that_was_backed_up(written: Path, tmp_path: Path) -> None:
    manifest = backed_up(written, tmp_path / "city.tar")
    assert (manifest.city, manifest.made_at) == (CITY, NOON)
    assert manifest.schema == tuple(schema_names())
    sealed = sorted(path.name for path in Path(f"{written}.sealed").iterdir())
    assert [one.name for one in manifest.files] == [
        "city.duckdb",
        "tokens.json",
        *(f"sealed/{name}" for name in sealed),
    ]
    assert len(sealed) >= 4
    restored(tmp_path / "city.tar", tmp_path / "back" / "again.duckdb")
    assert standing(tmp_path / "back" / "again.duckdb") == standing(written)
    assert verified(tmp_path / "back" / "again.duckdb") == []


def test_a_restored_city_goes_on_where_it_was(written: Path, tmp_path: Path) -> None:
    backed_up(written, tmp_path / "city.tar")
    restored(tmp_path / "city.tar", tmp_path / "back.duckdb")
    before = log_of(tmp_path / "back.duckdb")
    store = Store(tmp_path / "back.duckdb")
    engine = Engine(store, tiny_city())
    batch = random_stream(5, 100).batches[0]
    assert any(engine.tick(batch.events, batch.received_at).accepted)
    assert engine.verify() == []
    store.close()
    after = log_of(tmp_path / "back.duckdb")
    assert set(before) < set(after)
    numbers = [row[0] for row in after]
    assert len(set(numbers)) == len(numbers) > len(before)


def test_a_backup_amid_pouring_events_is_one_moment_of_the_city(
    store: Store, tmp_path: Path
) -> None:
    engine, ended = Engine(store, tiny_city()), Signal()
    ticked = [len(log_of(write_city(tmp_path / "as it began.duckdb", seed=2)))]

    def pour() -> None:
        for batch in random_stream(6, 20_000, batch_size=20).batches:
            if ended.is_set():
                return
            ticked.append(sum(engine.tick(batch.events, batch.received_at).accepted))

    pouring = Thread(target=pour)
    pouring.start()
    try:
        for number in range(3):
            before = len(ticked)
            while len(ticked) < before + 2:
                assert pouring.is_alive()
            begun = sum(ticked)
            back_up(store, city=CITY, file=tmp_path / f"{number}.tar", made_at=NOON)
            restored(tmp_path / f"{number}.tar", tmp_path / f"{number}.duckdb")
            assert begun <= len(log_of(tmp_path / f"{number}.duckdb")) <= sum(ticked)
            assert verified(tmp_path / f"{number}.duckdb") == []
    finally:
        ended.set()
        pouring.join()
    assert engine.verify() == []


def test_ticks_go_on_while_the_copy_is_made(store: Store, tmp_path: Path) -> None:
    engine = Engine(store, tiny_city())
    batch = random_stream(7, 40).batches[0]
    with store.copied(tmp_path / "copy.duckdb") as cursor:
        assert any(engine.tick(batch.events, batch.received_at).accepted)
        store.writer.execute("insert into migration values ('meanwhile')")
        assert cursor.rows("queries/migrations") == [(name,) for name in schema_names()]
    assert not Path(f"{tmp_path}/copy.duckdb.wal").exists()
    twin = log_of(write_city(tmp_path / "twin.duckdb", seed=2))
    assert len(log_of(tmp_path / "copy.duckdb")) == len(twin)


def test_two_backups_of_one_city_may_be_made_at_once(store: Store, tmp_path: Path) -> None:
    with store.copied(tmp_path / "first.duckdb"):
        back_up(store, city=CITY, file=tmp_path / "second.tar", made_at=NOON)
    restored(tmp_path / "second.tar", tmp_path / "second.duckdb")
    assert log_of(tmp_path / "second.duckdb") == log_of(tmp_path / "first.duckdb")


def test_only_its_owner_may_read_a_backup(written: Path, tmp_path: Path) -> None:
    backed_up(written, tmp_path / "city.tar")
    assert (tmp_path / "city.tar").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["city.tar"]


def test_a_database_without_sealed_files_and_tokens_is_backed_up_alone(tmp_path: Path) -> None:
    Store(tmp_path / "new.duckdb").close()
    manifest = backed_up(tmp_path / "new.duckdb", tmp_path / "city.tar")
    assert [one.name for one in manifest.files] == ["city.duckdb"]


def test_files_that_are_sealed_anew_amid_a_backup_stay_until_it_is_made(store: Store) -> None:
    engine, folder = Engine(store, tiny_city()), Path(f"{store.path}.sealed")
    before = set(folder.iterdir())
    with engine.sealed.keeping():
        engine.rebuild()
        assert before < set(folder.iterdir())
    engine.rebuild()
    assert not before <= set(folder.iterdir())
    assert engine.verify() == []


def test_what_a_crash_left_in_the_sealed_folder_is_no_part_of_the_city(
    store: Store, tmp_path: Path
) -> None:
    known = {f"sealed/{path.name}" for path in Path(f"{store.path}.sealed").iterdir()}
    Path(f"{store.path}.sealed", "left.parquet").write_text("half")
    manifest = back_up(store, city=CITY, file=tmp_path / "city.tar", made_at=NOON)
    assert {one.name for one in manifest.files[2:]} == known


def test_an_old_database_is_backed_up_as_it_is_and_brought_up_to_date_by_its_restore(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = schema_names()
    with monkeypatch.context() as earlier:
        earlier.setattr(stores, "schema_names", lambda: names[:5])
        store = Store(tmp_path / "old.duckdb")
    said = (1, "desk", "1", "case.reported", 0, NOON, NOON, "lamp", '{"channel": "grid"}')
    columns = ("seq", "source", "id", "type", "rank", "time", "received_at", "subject", "data")
    store.writer.insert("log", columns, [said])
    store.close()
    for file in ("city.tar", "again.tar"):
        assert backed_up(tmp_path / "old.duckdb", tmp_path / file).schema == tuple(names[:5])
    restored(tmp_path / "city.tar", tmp_path / "new.duckdb")
    assert verified(tmp_path / "new.duckdb") == []
    [row] = log_of(tmp_path / "new.duckdb")
    assert row[2] == "1"
