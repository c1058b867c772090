"""Backups and restores killed at each of their steps, in this process: all or nothing is there.

`tests/faults/test_killed_copies.py` kills real processes, at any moment.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from pipelines.archive import opened
from pipelines.swap import finish_restore, restoring
from tests.pipelines.copied import backed_up, beside, restored, standing, verified, write_city

STEPS = ("mkdir", "rename", "link", "unlink", "rmdir", "fsync")
MOST_STEPS = 400


class Killed(BaseException):
    """Ends the one at work; what it does afterwards has no effect any more."""


@contextmanager
def killed_at(step: int) -> Iterator[None]:
    """The process dies before its `step`th change of a folder; what follows changes nothing."""
    taken = 0

    def dying(really: Callable[..., None]) -> Callable[..., None]:
        def act(*arguments: object, **named: object) -> None:
            nonlocal taken
            taken += 1
            if taken > step:
                raise Killed
            really(*arguments, **named)

        return act

    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(os, name, dying(getattr(os, name)))
        yield


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two cities and their backups."""
    folder = tmp_path_factory.mktemp("cities")
    for seed, name in enumerate(("old", "new")):
        backed_up(write_city(folder / f"{name}.duckdb", seed, events=9), folder / f"{name}.tar")
    return folder


def begin(cities: Path, database: Path) -> None:
    """The old city stands."""
    restored(cities / "old.tar", database, replace=True)


def restored_until(step: int, cities: Path, database: Path) -> bool:
    """Restore the new city; whether that was done before the kill."""
    try:
        with killed_at(step):
            restored(cities / "new.tar", database, replace=True)
    except Killed:
        return False
    return True


def test_wherever_a_restore_is_killed_one_whole_city_stands_at_the_next_start(
    cities: Path, tmp_path: Path
) -> None:
    old, new = (standing(cities / f"{name}.duckdb") for name in ("old", "new"))
    database, found = tmp_path / "city.duckdb", []
    for step in range(MOST_STEPS):
        begin(cities, database)
        whole = restored_until(step, cities, database)
        finish_restore(str(database))
        stands = standing(database)
        assert stands in (old, new), step
        assert beside(database) == {f"city.duckdb{end}" for end in ("", ".sealed", ".tokens.json")}
        found.append(stands == new)
        if whole:
            break
    assert whole
    assert found == sorted(found), "once the new city stands, it stands"
    assert 0 < found.index(True) < len(found) - 10
    assert verified(database) == []


def test_a_start_killed_while_it_finishes_a_restore_is_finished_by_the_next_one(
    cities: Path, tmp_path: Path
) -> None:
    old, new = (standing(cities / f"{name}.duckdb") for name in ("old", "new"))
    chooser, database, finished = Random(20260715), tmp_path / "city.duckdb", 0
    for step in range(MOST_STEPS):
        begin(cities, database)
        if restored_until(step, cities, database):
            break
        try:
            with killed_at(chooser.randint(0, 12)):
                finish_restore(str(database))
        except Killed:
            finished += 1
        if chooser.random() < 0.5:
            restored(cities / "new.tar", database, replace=True)
            assert standing(database) == new
        finish_restore(str(database))
        assert standing(database) in (old, new)
        assert not restoring(database).exists()
    assert finished > 10


def test_where_nothing_stood_a_killed_restore_leaves_nothing_or_all(
    cities: Path, tmp_path: Path
) -> None:
    new, found = standing(cities / "new.duckdb"), set()
    for step in range(MOST_STEPS):
        database = tmp_path / str(step) / "city.duckdb"
        database.parent.mkdir()
        whole = restored_until(step, cities, database)
        finish_restore(str(database))
        found.add(database.exists())
        assert standing(database) == new if database.exists() else beside(database) == set()
        if whole:
            break
    assert whole
    assert found == {False, True}


def test_wherever_a_backup_is_killed_its_file_is_whole_or_not_there(
    cities: Path, tmp_path: Path
) -> None:
    found = []
    for step in range(MOST_STEPS):
        file = tmp_path / str(step) / "city.tar"
        file.parent.mkdir()
        try:
            with killed_at(step):
                backed_up(cities / "new.duckdb", file)
        except Killed:
            found.append(file.exists())
        else:
            break
        backed_up(cities / "new.duckdb", file if not file.exists() else file.with_name("b.tar"))
        with opened(file) as archive:
            archive.unpack(lambda name, step=step: tmp_path / f"{step}-{Path(name).name}")
        assert {path.name for path in file.parent.iterdir()} <= {"city.tar", "b.tar"}
    assert found == sorted(found)
    assert set(found) == {False, True}
