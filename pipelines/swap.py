"""Putting a staged city in the place of another, whole or not at all, even by a killed process.

A restore stages the new city in a folder beside the database. The journal there is the turning
point: before it the old city stands, and the folder is litter; once it is on the disk the new city
stands, and whoever comes next, a start or a restore, finishes the moves. The old city lies in the
same folder until all are done.
"""

import os
from pathlib import Path

import msgspec

from pipelines.archive import CITY
from pipelines.beside import PARTS, beside
from pipelines.held import Busy, discard, empty, held, sync
from pipelines.store import StoreError

RESTORING, JOURNAL = ".restoring", "journal.json"


def restoring(database: Path) -> Path:
    """The folder in which a restore into a database is made."""
    return beside(database, RESTORING)


def staged(database: Path) -> Path:
    """The staged database; what belongs to it is staged beside it."""
    return restoring(database) / "new" / CITY


def finish_restore(database: str) -> None:
    """Before a database is opened: end what a killed restore began. StoreError where one runs."""
    folder = restoring(Path(database))
    if database == ":memory:" or not folder.is_dir():
        return
    try:
        with held(folder):
            settle(Path(database))
            discard(folder)
    except Busy:
        raise StoreError(f"a restore into {database} is under way; wait for its end") from None
    except OSError as wrong:
        raise StoreError(f"a restore into {database} cannot be ended: {wrong}") from wrong


def settle(database: Path) -> None:
    """In the held folder: finish the moves if they began; afterwards nothing of it is needed."""
    journal = restoring(database) / JOURNAL
    if journal.exists():
        _move(database, msgspec.json.decode(journal.read_bytes(), type=list[str]))
        journal.unlink()
        sync(restoring(database))
    empty(restoring(database))


def swap(database: Path) -> None:
    """In the held folder: put what is staged in the place of what is there. OSError, and then the
    old city stands."""
    folder = restoring(database)
    coming = [suffix for suffix in PARTS if beside(staged(database), suffix).exists()]
    (folder / "old").mkdir(mode=0o700)
    _write_journal(folder, coming)
    try:
        _move(database, coming)
    except OSError:
        _move_back(database, coming)
        (folder / JOURNAL).unlink()
        raise
    (folder / JOURNAL).unlink()
    sync(folder)


def _write_journal(folder: Path, coming: list[str]) -> None:
    draft = folder / f"{JOURNAL}.new"
    draft.write_bytes(msgspec.json.encode(coming))
    for path in (draft, folder / "new", folder / "old"):
        sync(path)
    draft.rename(folder / JOURNAL)
    sync(folder)
    sync(folder.parent)


def _move(database: Path, coming: list[str]) -> None:
    """Each part of the old city aside, each of the new one in its place; done twice, it is done."""
    for suffix in PARTS:
        place, new = beside(database, suffix), beside(staged(database), suffix)
        if (new.exists() or suffix not in coming) and os.path.lexists(place):
            place.rename(_old(database, suffix))
        if new.exists():
            new.rename(place)
    for folder in (database.parent, restoring(database) / "old", restoring(database) / "new"):
        sync(folder)


def _move_back(database: Path, coming: list[str]) -> None:
    for suffix in reversed(PARTS):
        place, new = beside(database, suffix), beside(staged(database), suffix)
        if suffix in coming and not new.exists():
            place.rename(new)
        if os.path.lexists(_old(database, suffix)):
            _old(database, suffix).rename(place)


def _old(database: Path, suffix: str) -> Path:
    return beside(restoring(database) / "old" / CITY, suffix)
