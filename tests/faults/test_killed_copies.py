"""kill -9 at any moment of a backup, a restore, an upgrade, a rebuild: nothing is lost.

`CITYSENSE_KILLS=50 pytest -s tests/faults/test_killed_copies.py` kills fifty times each and prints
how many kills met the command at work. The next start is always a good one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import duckdb
import pytest

from pipelines import store as stores
from pipelines.archive import opened
from pipelines.city import City, find_city
from pipelines.engine import Engine
from pipelines.store import Store, schema_names
from pipelines.swap import finish_restore
from tests.faults.killing import killed, left_in, seconds, waited, working
from tests.faults.running import PATIENCE_S, Running, add_token, command, reported
from tests.pipelines.copied import backed_up, log_of, restored, standing, write_city
from tests.pipelines.packs import WHOLE, write_pack

KILLS = int(os.environ.get("CITYSENSE_KILLS", "3"))
SEED, EVENTS = 20260715, 4000
PARTS = {"city.duckdb", "city.duckdb.sealed", "city.duckdb.tokens.json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cities:
    """Two cities of one pack, each as a database that no test changes and as a backup of it."""

    folder: Path
    pack: City

    @property
    def options(self) -> tuple[object, ...]:
        return ("--city", self.folder / "millbrook")

    def database(self, name: str) -> Path:
        return self.folder / name / "city.duckdb"

    def backup(self, name: str) -> Path:
        return self.folder / f"{name}.tar"

    def differences(self, database: Path) -> list[str]:
        """Open a database as a start does; what differs from a fresh rebuild."""
        store = Store(database)
        try:
            return Engine(store, self.pack).verify()
        finally:
            store.close()


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Cities:
    folder = tmp_path_factory.mktemp("cities")
    made = Cities(folder=folder, pack=find_city(str(write_pack(folder, WHOLE))))
    for seed, name in enumerate(("old", "new")):
        made.database(name).parent.mkdir()
        write_city(made.database(name), seed, EVENTS)
        assert made.differences(made.database(name)) == []
        backed_up(made.database(name), made.backup(name), made.pack.name)
    return made


@pytest.fixture
def database(cities: Cities, tmp_path: Path) -> Path:
    """The old city, standing."""
    restored(cities.backup("old"), tmp_path / "here" / "city.duckdb", city=cities.pack.name)
    return tmp_path / "here" / "city.duckdb"


def test_a_killed_backup_leaves_a_whole_file_or_none(
    cities: Cities, database: Path, tmp_path: Path
) -> None:
    chooser, before, met, whole = Random(SEED), standing(database), 0, 0
    folder = tmp_path / "backups"
    folder.mkdir()
    asked = ("--database", database, *cities.options)
    longest_s = seconds("backup", folder / "first.tar", *asked)
    for number in range(KILLS):
        file = folder / f"{number}.tar"
        met += killed(chooser, longest_s, "backup", file, *asked)
        whole += file.exists()
        for made in folder.glob("*.tar"):
            read_through(made, tmp_path / "read" / f"{number} {made.name}")
            made.unlink()
    last = command("backup", folder / "last.tar", *asked)
    assert (last.code, last.err, left_in(folder)) == (0, "", {"last.tar"})
    restored(folder / "last.tar", tmp_path / "back.duckdb", city=cities.pack.name)
    assert standing(tmp_path / "back.duckdb") == before
    tell(f"backup, {longest_s:.2f} s", met, f"{whole} whole files, {KILLS - whole} times none")


def read_through(file: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    with opened(file) as archive:
        archive.unpack(lambda name: folder / Path(name).name)


def test_a_server_killed_amid_a_backup_loses_nothing_and_leaves_a_whole_file_or_none(
    cities: Cities, database: Path, tmp_path: Path
) -> None:
    chooser, token, before = Random(SEED), add_token(database), len(log_of(database))
    folder, torn, longest_s = tmp_path / "backups", 0, 0.0
    folder.mkdir()
    for number in range(KILLS):
        asked = ("backup", folder / f"{number}.tar", "--database", database, *cities.options)
        with served(cities, database, token) as server:
            assert server.post([reported(str(number))]).json["accepted"] == 1
            longest_s = longest_s or min(
                seconds(asked[0], folder / f"{name}.tar", *asked[2:]) for name in ("one", "two")
            )
            with working(*asked) as process:
                waited(process, chooser.uniform(0.0, longest_s))
                server.kill()
                _, said = process.communicate(timeout=PATIENCE_S)
        torn += process.returncode != 0
        assert process.returncode == 0 or said == "the running server went away\n"
    for made in folder.glob("*.tar"):
        read_through(made, tmp_path / "read" / made.name)
    assert len(log_of(database)) == before + KILLS
    assert cities.differences(database) == []
    whole = len(list(folder.glob("[0-9]*.tar")))
    tell(f"server amid a backup, {longest_s:.2f} s", torn, f"{whole} whole files")


@contextmanager
def served(cities: Cities, database: Path, token: str) -> Iterator[Running]:
    """A server over it, killed at last whatever happens."""
    server = Running(database, *map(str, cities.options), token=token)
    try:
        yield server.listen()
    finally:
        server.kill()


def test_a_killed_restore_leaves_the_old_city_or_the_new_one(
    cities: Cities, database: Path, tmp_path: Path
) -> None:
    chooser, met, stood = Random(SEED), 0, {"old": 0, "new": 0}
    standings = {name: standing(cities.database(name)) for name in stood}
    asked = ("--database", database, "--replace", *cities.options)
    longest_s = seconds("restore", cities.backup("new"), *asked)
    for _ in range(KILLS):
        restored(cities.backup("old"), database, replace=True, city=cities.pack.name)
        met += killed(chooser, longest_s, "restore", cities.backup("new"), *asked)
        finish_restore(str(database))
        [name] = [one for one in stood if standing(database) == standings[one]]
        stood[name] += 1
        assert cities.differences(database) == []
        assert left_in(database.parent) == PARTS
    tell(f"restore, {longest_s:.2f} s", met, f"{stood['old']} times the old, {stood['new']} new")


def test_a_killed_upgrade_is_done_by_the_next_start(
    cities: Cities, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chooser, met, first = Random(SEED), 0, tmp_path / "first.duckdb"
    write_old(first, cities.database("old"), monkeypatch)
    said, longest_s = log_of(first), 0.0
    for number in range(KILLS + 1):
        database = tmp_path / str(number) / "city.duckdb"
        database.parent.mkdir()
        database.write_bytes(first.read_bytes())
        asked = ("rebuild", "--verify", "--database", database, *cities.options)
        if number:
            met += killed(chooser, longest_s, *asked)
        else:
            longest_s = seconds(*asked)
        assert cities.differences(database) == []
        assert [row[: len(said[0])] for row in log_of(database)] == said
    tell(f"upgrade, {longest_s:.2f} s", met, "lost 0, differences 0")


def write_old(path: Path, written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The city in the shape of the second migration, its derived tables made by other models."""
    with monkeypatch.context() as earlier:
        earlier.setattr(stores, "schema_names", lambda: schema_names()[:2])
        Store(path).close()
    with duckdb.connect(str(path)) as old:
        old.execute(f"attach '{written}' as written (read_only)")
        for table in ("log", "personal", "cases"):
            columns = "* exclude (identity)" if table == "log" else "*"
            old.execute(f"insert into {table} by name select {columns} from written.{table}")


def test_a_killed_rebuild_loses_nothing_that_was_said(cities: Cities, database: Path) -> None:
    chooser, before, met = Random(SEED), what_was_said(database), 0
    asked = ("rebuild", "--database", database, *cities.options)
    longest_s = seconds(*asked)
    for _ in range(KILLS):
        met += killed(chooser, longest_s, *asked)
        assert cities.differences(database) == []
        assert what_was_said(database) == before
    tell(f"rebuild, {longest_s:.2f} s", met, "lost 0, differences 0")


def what_was_said(database: Path) -> list[object]:
    """The live events and the sealed ones; the sealed cases are derived of these."""
    acts = sorted(Path(f"{database}.sealed").glob("acts-*"))
    assert acts
    return [log_of(database), *((path.name, path.read_bytes()) for path in acts)]


def tell(what: str, met: int, found: str) -> None:
    """The figures for the record; none is judged."""
    print(f"\n{what}: {KILLS} kills, {met} of them met it at work; {found}")
