"""Opening a database that an earlier citysense wrote: nothing is lost, all derived is right."""

import shutil
from pathlib import Path

import duckdb
import pytest

import app
from pipelines import engine as engines
from pipelines import renewal
from pipelines import store as stores
from pipelines.engine import Engine
from pipelines.renewal import DERIVED, models_digest
from pipelines.store import Store, StoreError, schema_names
from tests.twin.streams import random_stream
from tests.twin.town import tiny_city

EVENTS = random_stream(13, 400, batch_size=200)
SCHEMAS = schema_names()
OF_THE_PACK = ("pack_category", "pack_cell", "pack_limit", "work_span")
KEPT = (
    *("live_act", "live_event", "personal", "meta", "token", "refusal", "migration"),
    *("sealed_file", "unsealed", "sealed_said"),
)
MACROS = (
    "select function_name, parameters, macro_definition from duckdb_functions() "
    "where not internal order by all"
)
OLDER = {
    "a table that was not there yet": "drop table restless",
    "a column that was not there yet": "alter table cases drop column merged_into",
    "a column of another type": "alter table rollup alter reported type integer",
    "a column that is no longer there": "alter table call add column mood varchar",
    "a macro of another edition": "create or replace macro local_hour(instant, zone_name) as 'x'",
    "a macro that was not there yet": "drop macro table windowed",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of this citysense with six hundred events."""
    path = tmp_path_factory.mktemp("written") / "city.duckdb"
    store = Store(path)
    engine = Engine(store, tiny_city())
    for batch in EVENTS.batches:
        engine.tick(batch.events, batch.received_at)
    store.close()
    return path


@pytest.fixture
def database(written: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    path = tmp_path / "city.duckdb"
    path.write_bytes(written.read_bytes())
    return path


def rows(path: Path, question: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(question).fetchall()


def change(path: Path, *statements: str) -> None:
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)


def differences(path: Path) -> list[str]:
    """Open it as a start does; what differs from a fresh rebuild."""
    store = Store(path)
    try:
        return Engine(store, tiny_city()).verify()
    finally:
        store.close()


@pytest.fixture
def of_schema(
    written: Path, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The same city in the shape that the first few migrations gave it, without any edition."""
    path = tmp_path / "old.duckdb"
    monkeypatch.setattr(stores, "schema_names", lambda: SCHEMAS[: request.param])
    Store(path).close()
    monkeypatch.undo()
    with duckdb.connect(str(path)) as old:
        old.execute(f"attach '{written}' as written (read_only)")
        for table in ("log", "live_act", "live_event", "personal", "meta", *DERIVED):
            if columns := shared_columns(old, table):
                old.execute(
                    f"insert into {table} ({columns}) select {columns} from written.{table}"
                )
        old.execute("delete from meta where key = 'models'")
    return path


def shared_columns(old: duckdb.DuckDBPyConnection, table: str) -> str:
    """The columns that a table has then and now; none where there was no such table."""
    found = old.execute(
        "select column_name from duckdb_columns() where table_name = ? and table_name in "
        "(select table_name from duckdb_tables() where database_name = 'old') "
        "group by all having count(distinct database_name) = 2 order by all",
        [table],
    ).fetchall()
    return ", ".join(f'"{name}"' for (name,) in found)


@pytest.mark.parametrize("of_schema", range(1, len(SCHEMAS) + 1), indirect=True)
def test_a_database_of_every_earlier_schema_keeps_its_events_and_derives_all_anew(
    of_schema: Path, written: Path
) -> None:
    assert differences(of_schema) == []
    for table in ("log", "personal", "cases", "call"):
        question = f"select * from {table} order by all"
        assert rows(of_schema, question) == rows(written, question)
        assert len(rows(of_schema, question)) > 9
    assert rows(of_schema, "select name from migration order by name") == [(n,) for n in SCHEMAS]


def test_an_upgraded_city_goes_on(written: Path, database: Path) -> None:
    change(database, "delete from meta where key = 'models'", "drop table restless")
    store = Store(database)
    engine = Engine(store, tiny_city())
    last = EVENTS.batches[-1]
    assert not any(engine.tick(last.events, last.received_at).accepted)
    more = random_stream(14, 60).batches[0]
    assert any(engine.tick(more.events, more.received_at).accepted)
    assert engine.verify() == []
    store.close()


@pytest.mark.parametrize("kind", OLDER)
def test_an_older_shape_of_what_is_derived_is_mended_at_the_start(
    written: Path, database: Path, kind: str
) -> None:
    change(database, "delete from meta where key = 'models'", OLDER[kind])
    assert differences(database) == []
    assert rows(database, MACROS) == rows(written, MACROS) != []


def test_a_command_mends_an_older_shape_before_it_works(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(database, "delete from meta where key = 'models'", *OLDER.values())
    assert app.run(["rebuild", "--verify", "--database", str(database)]) == 0
    assert capsys.readouterr().out == "the derived tables equal a fresh rebuild\n"


def test_another_edition_of_the_models_derives_all_anew_at_the_next_start_and_only_then(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant = "update cases set stage = 'planted' where subject = (select min(subject) from cases)"
    change(database, plant)
    assert len(differences(database)) == 2
    monkeypatch.setattr(engines, "models_digest", lambda: "another edition")
    assert differences(database) == []
    change(database, plant)
    assert len(differences(database)) == 2


def test_a_start_that_dies_amid_deriving_leaves_the_old_state_and_the_next_one_does_it_again(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = rows(database, "select * from cases order by all")
    change(database, "delete from meta where key = 'models'", "drop table restless")
    with monkeypatch.context() as dying:
        dying.setattr(engines.Engine, "_locate", lambda self, cursor: 1 / 0)
        store = Store(database)
        with pytest.raises(ZeroDivisionError):
            Engine(store, tiny_city())
        store.close()
    assert rows(database, "select * from cases order by all") == cases
    assert differences(database) == []


@pytest.mark.parametrize(
    ("file", "derives"),
    [
        ("models/30_fold", True),
        ("schema/0002_derived", True),
        ("schema/0006_windowed", True),
        ("schema/0001_log", False),
        ("schema/0005_refusals", False),
        ("queries/atoms", False),
    ],
)
def test_an_edition_is_that_of_all_that_makes_derived_tables_and_of_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, derives: bool
) -> None:
    before = models_digest.__wrapped__()
    changed = Path(shutil.copytree(stores.SQL, tmp_path / "sql")) / f"{file}.sql"
    changed.write_text(f"{changed.read_text('utf-8')}-- and more\n", "utf-8")
    for module in (stores, renewal):
        monkeypatch.setattr(module, "SQL", tmp_path / "sql")
    assert (models_digest.__wrapped__() != before) == derives


def test_every_table_is_kept_or_laid_with_the_pack_or_derived_anew(written: Path) -> None:
    tables = {name for (name,) in rows(written, "select table_name from duckdb_tables()")}
    assert set(DERIVED) <= tables <= {*DERIVED, *OF_THE_PACK, *KEPT}


def test_a_newer_schema_is_refused_in_a_sentence(database: Path) -> None:
    change(database, "insert into migration values ('9999_future')")
    before = database.read_bytes()
    with pytest.raises(StoreError, match=r"was written by a newer citysense \(9999_future\)"):
        Store(database)
    assert database.read_bytes() == before
