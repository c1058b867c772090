"""The disk below the database: what cannot go well is refused before the database is touched.

A database that finds the disk full while it folds its write-ahead log into its file is lost to its
process until a restart; so some space is kept free, and below it nothing is written. And a file of
another kind must never be taken for a database: rows of a table would be, and forget what they got.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import disk_usage

from pipelines.engine import TickResult
from pipelines.event import Event
from pipelines.hub import Ticks
from pipelines.store import StoreError

MIB = 1024 * 1024
MARK_AT, MARK = 8, b"DUCK"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarefulTicks:
    """Ticks that begin only while `reserve_mb` are free on the disk of `database`."""

    engine: Ticks
    database: str
    reserve_mb: int

    def tick(self, events: Sequence[Event], received_at: datetime) -> TickResult:
        """The engine's own; StoreError before it is asked."""
        refuse_full_disk(self.database, self.reserve_mb)
        return self.engine.tick(events, received_at)


def refuse_full_disk(database: str, reserve_mb: int) -> None:
    """StoreError when less than `reserve_mb` are free where the database lies or will lie."""
    if database == ":memory:" or not reserve_mb:
        return
    folder, free = _free(database)
    if free < reserve_mb * MIB:
        raise StoreError(
            f"the disk of {folder} is full: {free / MIB:.1f} MB are free and {reserve_mb} MB are "
            "kept for the database's own work; free some space"
        )


def free_mb(database: str) -> float | None:
    """Megabytes free where the database lies; None where it lies on no disk."""
    return None if database == ":memory:" else _free(database)[1] / MIB


def _free(database: str) -> tuple[Path, int]:
    folder = next(one for one in Path(database).absolute().parents if one.is_dir())
    return folder, disk_usage(folder).free


def room_missing(folder: Path, needed: int, database: str, reserve_mb: int) -> str:
    """Why so many bytes must not be written to a folder, "" where they may: a copy never takes
    what is kept free for the database's own work."""
    same = folder.stat().st_dev == Path(database).absolute().parent.stat().st_dev
    kept, free = reserve_mb * MIB if same else 0, disk_usage(folder).free
    if free >= needed + kept:
        return ""
    more = f" and {reserve_mb} MB are kept for the database's own work" if kept else ""
    return (
        f"the disk of {folder.parent} is full: {free / MIB:.1f} MB are free, about "
        f"{needed / MIB:.1f} MB are needed{more}; free some space"
    )


def refuse_other_file(database: str) -> None:
    """StoreError when a file of another kind stands where the database is to be."""
    path = Path(database)
    if not path.is_file():
        return
    try:
        with path.open("rb") as file:
            start = file.read(MARK_AT + len(MARK))
    except OSError as wrong:
        raise StoreError(f"{database} cannot be read: {wrong.strerror}") from None
    if start and start[MARK_AT:] != MARK:
        raise StoreError(
            f"{database} is no database of citysense but another kind of file; "
            "name another by --database"
        )
