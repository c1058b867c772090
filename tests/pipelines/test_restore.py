"""A restore puts back a whole city or changes nothing, wherever it is ended."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from pipelines import restore as restores
from pipelines.archive import BackupError, opened, write_archive
from pipelines.held import held
from pipelines.store import Store, StoreError
from pipelines.swap import finish_restore, restoring
from tests.faults.disks import mounted
from tests.pipelines.copied import (
    backed_up,
    beside,
    restored,
    standing,
    verified,
    write_city,
)


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the backups of two cities, `old.tar` and `new.tar`."""
    folder = tmp_path_factory.mktemp("cities")
    for seed, name in enumerate(("old", "new")):
        backed_up(write_city(folder / f"{name}.duckdb", seed=seed), folder / f"{name}.tar")
    return folder


@pytest.fixture
def database(cities: Path, tmp_path: Path) -> Path:
    """The old city, standing."""
    restored(cities / "old.tar", tmp_path / "here" / "city.duckdb")
    return tmp_path / "here" / "city.duckdb"


def test_an_existing_city_is_replaced_only_when_that_is_asked_for(
    cities: Path, database: Path
) -> None:
    before = standing(database)
    with pytest.raises(BackupError, match="holds a city's events and is left as it is; --replace"):
        restored(cities / "new.tar", database)
    assert standing(database) == before
    restored(cities / "new.tar", database, replace=True)
    assert standing(database) == standing(cities / "new.duckdb")
    assert verified(database) == []


def test_nothing_of_the_old_city_is_left_beside_the_new_one(cities: Path, database: Path) -> None:
    for suffix in (".wal", ".played"):
        Path(f"{database}{suffix}").touch()
    Path(f"{database}.sealed", "left.parquet").write_text("half")
    restored(cities / "new.tar", database, replace=True)
    assert beside(database) == {"city.duckdb", "city.duckdb.sealed", "city.duckdb.tokens.json"}
    assert standing(database) == standing(cities / "new.duckdb")


def test_a_database_without_events_is_replaced_without_being_asked(
    cities: Path, tmp_path: Path
) -> None:
    Store(tmp_path / "city.duckdb").close()
    restored(cities / "new.tar", tmp_path / "city.duckdb")
    (tmp_path / "empty.duckdb").touch()
    restored(cities / "new.tar", tmp_path / "empty.duckdb")
    for name in ("city", "empty"):
        assert standing(tmp_path / f"{name}.duckdb") == standing(cities / "new.duckdb")


def test_a_damaged_database_is_replaced_when_that_is_asked_for(
    cities: Path, database: Path
) -> None:
    database.write_bytes(database.read_bytes()[:20_000])
    with pytest.raises(BackupError, match="--replace"):
        restored(cities / "new.tar", database)
    restored(cities / "new.tar", database, replace=True)
    assert standing(database) == standing(cities / "new.duckdb")


def test_a_restored_city_is_its_owners_alone(cities: Path, database: Path) -> None:
    restored(cities / "new.tar", database, replace=True)
    for path in [database.parent, *database.parent.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0 or path == database.parent


def of_another_city(file: Path, cities: Path) -> None:
    backed_up(cities / "new.duckdb", file, city="harbour")


def of_a_newer_citysense(file: Path, cities: Path) -> None:
    changed(file, cities, "insert into migration values ('9999_future')")


def without_a_sealed_file(file: Path, cities: Path) -> None:
    """Its database knows one that did not come with it."""
    folder = file.parent / "parts"
    folder.mkdir()
    with opened(cities / "new.tar") as archive:
        archive.unpack(lambda name: folder / Path(name).name)
    said = archive.manifest
    fewer = replace(said, files=[one for one in said.files if not one.name.startswith("sealed")])
    with file.open("wb") as out:
        write_archive(out, fewer, {one.name: folder / one.name for one in fewer.files})


def changed(file: Path, cities: Path, statement: str) -> None:
    database = file.with_name("changed.duckdb")
    database.write_bytes((cities / "new.duckdb").read_bytes())
    Path(f"{database}.sealed").symlink_to(f"{cities / 'new.duckdb'}.sealed")
    with duckdb.connect(str(database)) as connection:
        connection.execute(statement)
    backed_up(database, file)


def with_one_byte_changed(file: Path, cities: Path) -> None:
    whole = bytearray((cities / "new.tar").read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(whole)


def torn(file: Path, cities: Path) -> None:
    whole = (cities / "new.tar").read_bytes()
    file.write_bytes(whole[: len(whole) // 2])


REFUSED: Mapping[str, tuple[Callable[[Path, Path], None], str]] = {
    "another city": (of_another_city, "is a backup of the city harbour, not of tiny; name it by"),
    "a newer schema": (of_a_newer_citysense, r"was written by a newer citysense \(9999_future\)"),
    "a changed byte": (with_one_byte_changed, "city.duckdb differs from its checksum; take anoth"),
    "a sealed file missing": (without_a_sealed_file, "its sealed files are not those that its dat"),
    "a torn file": (torn, "is no whole backup: "),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_restored_is_said_and_nothing_is_changed(
    cities: Path, database: Path, tmp_path: Path, kind: str
) -> None:
    make, sentence = REFUSED[kind]
    make(tmp_path / "given.tar", cities)
    before, there = standing(database), beside(database)
    with pytest.raises(BackupError, match=sentence):
        restored(tmp_path / "given.tar", database, replace=True)
    assert (standing(database), beside(database)) == (before, there)


def test_a_held_database_is_never_replaced(cities: Path, database: Path) -> None:
    before = standing(database)
    with (
        another_process_holds(database),
        pytest.raises(StoreError, match="is held by another process; stop it"),
    ):
        restored(cities / "new.tar", database, replace=True)
    assert standing(database) == before


HOLDING = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print(flush=True); input()"


@contextmanager
def another_process_holds(database: Path) -> Iterator[None]:
    line = [sys.executable, "-c", HOLDING, str(database)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        yield
        process.communicate(b"\n")


def test_while_a_restore_is_under_way_no_other_and_no_server_begins(
    cities: Path, database: Path
) -> None:
    with held(restoring(database)):
        with pytest.raises(BackupError, match=r"a restore into .* is under way"):
            restored(cities / "new.tar", database, replace=True)
        with pytest.raises(StoreError, match=r"a restore into .* is under way"):
            finish_restore(str(database))


def test_a_disk_that_fills_is_said_and_nothing_is_changed(
    cities: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mounted(tmp_path / "disk", 8) as disk:
        database = disk / "city.duckdb"
        restored(cities / "old.tar", database)
        before, there = standing(database), beside(database)
        with pytest.raises(BackupError, match=r"cannot be restored: the disk of .* is full"):
            restored(cities / "new.tar", database, replace=True, reserve_mb=7)
        monkeypatch.setattr(restores, "room_missing", lambda *_: "")
        (disk / "ballast").write_bytes(b"x" * free_but(disk, 1_000_000))
        with pytest.raises(BackupError, match="the disk is full; free some space; nothing was"):
            restored(cities / "new.tar", database, replace=True)
        (disk / "ballast").unlink()
        assert (standing(database), beside(database)) == (before, there)


def free_but(disk: Path, kept: int) -> int:
    free = os.statvfs(disk)
    return free.f_bavail * free.f_frsize - kept


def test_a_part_that_cannot_be_moved_leaves_the_old_city_standing(
    cities: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, there = standing(database), beside(database)
    for step in range(6):
        with monkeypatch.context() as stubborn:
            renames = iter(range(100))

            def rename(*names: object, step: int = step, renames=renames, really=os.rename) -> None:
                if next(renames) == step + 1:
                    raise OSError(16, "Device or resource busy")
                really(*names)

            stubborn.setattr(os, "rename", rename)
            with pytest.raises(BackupError, match="Device or resource busy; nothing was changed"):
                restored(cities / "new.tar", database, replace=True)
        assert (standing(database), beside(database)) == (before, there)
