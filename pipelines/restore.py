"""A restore: the city of a backup in the place of a database, or nothing changed and a sentence.

Everything is unpacked, checked and opened in a folder beside the database before anything there is
moved; `pipelines.swap` then moves it. What must be done to a city before it may stand again is done
to the staged one, in `_prepare`.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipelines.archive import CITY, SEALED, Archive, BackupError, Manifest, opened
from pipelines.beside import SEALED as SEALED_FOLDER
from pipelines.beside import TOKENS as TOKENS_FILE
from pipelines.beside import beside, sealed_files
from pipelines.disk import refuse_other_file, room_missing
from pipelines.held import Busy, discard, held, sync
from pipelines.shut import CAUSES
from pipelines.store import Store, StoreError, schema_names
from pipelines.swap import JOURNAL, restoring, settle, staged, swap


def restore(
    file: Path, database: Path, *, city: str, replace: bool = False, reserve_mb: int = 0
) -> Manifest:
    """Put the backup's city in the place of the database; BackupError, StoreError.

    A database that holds events is replaced only where `replace` says so.
    """
    with opened(file) as archive:
        _refuse_foreign(file, archive.manifest, city)
        try:
            database.parent.mkdir(parents=True, exist_ok=True)
            with held(restoring(database)):
                settle(database)
                _restore(archive, database, replace, reserve_mb)
        except Busy:
            raise BackupError(f"a restore into {database} is under way; wait for it") from None
        except OSError as wrong:
            why = f"{CAUSES.get(wrong.errno or 0, wrong)}; {_which_stands(database)}"
            raise BackupError(f"{file} cannot be restored to {database}: {why}") from wrong
    return archive.manifest


def _restore(archive: Archive, database: Path, replace: bool, reserve_mb: int) -> None:
    """In the held folder, which is gone afterwards unless the moves must be finished later."""
    try:
        _refuse_unreplaced(database, replace)
        needed = sum(part.bytes for part in archive.manifest.files)
        if missing := room_missing(restoring(database), needed, str(database), reserve_mb):
            raise BackupError(f"{archive.file} cannot be restored: {missing}")
        staged(database).parent.mkdir(mode=0o700)
        archive.unpack(lambda name: _place(staged(database), name))
        _prepare(staged(database), archive)
        _refuse_unreplaced(database, replace)
        with _nobody_opens(database):
            swap(database)
    finally:
        if not (restoring(database) / JOURNAL).exists():
            with suppress(OSError):  # litter, which the next start takes away
                discard(restoring(database))


def _prepare(city: Path, archive: Archive) -> None:
    """What must hold of a staged city before it may stand: this citysense opens it and brings it up
    to date, and the sealed files that it knows are those that came with it."""
    store = Store(city)
    try:
        with store.reading() as cursor:
            known = {(f"{SEALED}{one.name}", one.sha256) for one in sealed_files(cursor)}
    finally:
        store.close()
    parts = archive.manifest.files
    if known != {(part.name, part.sha256) for part in parts if part.name.startswith(SEALED)}:
        raise BackupError(
            f"{archive.file} is no whole backup: its sealed files are not those that its database "
            "knows; take another one"
        )
    for path in sorted(city.parent.rglob("*"), reverse=True):
        sync(path)


def _place(city: Path, name: str) -> Path:
    """Where a part of a backup is staged."""
    if name == CITY:
        return city
    if name.startswith(SEALED):
        return beside(city, SEALED_FOLDER) / name.removeprefix(SEALED)
    return beside(city, TOKENS_FILE)


def _refuse_foreign(file: Path, manifest: Manifest, city: str) -> None:
    if manifest.city != city:
        raise BackupError(
            f"{file} is a backup of the city {manifest.city}, not of {city}; name it by --city"
        )
    if unknown := set(manifest.schema) - set(schema_names()):
        raise BackupError(
            f"{file} was written by a newer citysense ({max(unknown)}); restore it with that one"
        )


def _refuse_unreplaced(database: Path, replace: bool) -> None:
    """A database that somebody holds is never replaced, one with events not without being asked."""
    refuse_other_file(str(database))
    with _nobody_opens(database):
        pass
    if replace or not database.exists() or not _holds_events(database):
        return
    raise BackupError(
        f"{database} holds a city's events and is left as it is; --replace puts the backup there"
    )


def _holds_events(database: Path) -> bool:
    """True also where that cannot be found out."""
    if not database.stat().st_size:
        return False
    try:
        store = Store(database, migrate=False)
    except StoreError:
        return True
    try:
        cursor = store.cursor()
        said = cursor.rows("queries/any_log_table") and cursor.rows("queries/any_logged")
        return bool(said or sealed_files(cursor))
    finally:
        store.close()


@contextmanager
def _nobody_opens(database: Path) -> Iterator[None]:
    """The lock by which a database is held, while it is moved; StoreError where somebody has it."""
    if not database.exists():
        yield
        return
    descriptor = os.open(database, os.O_RDWR)
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise StoreError(f"{database} is held by another process; stop it first") from None
    finally:
        os.close(descriptor)


def _which_stands(database: Path) -> str:
    if (restoring(database) / JOURNAL).exists():
        return "the next start tries again"
    return "nothing was changed"
