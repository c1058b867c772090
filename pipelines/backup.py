"""A backup: a consistent copy of a city in one file, made while its events go on pouring in.

The database is copied by `copy from database` within one reading transaction of its own cursor:
ticks go on meanwhile at their usual pace (checkpointing and copying the file would be faster, but
holds them for as long as the disk takes). All is made in a folder beside FILE and shown by one
link, so that a FILE that exists is whole.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from pipelines.archive import (
    CITY,
    FORMAT,
    SEALED,
    TOKENS,
    BackupError,
    Manifest,
    Part,
    part_of,
    write_archive,
)
from pipelines.beside import SEALED as SEALED_FOLDER
from pipelines.beside import TOKENS as TOKENS_FILE
from pipelines.beside import WAL, SealedFile, beside, sealed_files
from pipelines.disk import room_missing
from pipelines.held import Busy, discard, held, new_file, sync
from pipelines.store import UNWRITTEN, Store, StoreError

ARCHIVE, UNFINISHED = "whole.tar", ".unfinished-backup"


def back_up(
    store: Store, *, city: str, file: Path, made_at: datetime, reserve_mb: int = 0
) -> Manifest:
    """Make FILE, owner-only; BackupError, and then there is none and nothing is left of it."""
    _refuse(file)
    try:
        clear_unfinished(file.parent)
        with _making(file) as folder:
            _refuse_small_disk(store, folder, reserve_mb)
            manifest = _write(store, city, folder, made_at)
            _show(folder / ARCHIVE, file)
        return manifest
    except Busy:
        raise BackupError(f"another backup to {file} is under way; wait for it") from None
    except StoreError as wrong:
        why = str(wrong).removeprefix(UNWRITTEN)
        raise BackupError(f"{file} was not made: {why}") from wrong
    except OSError as wrong:
        raise BackupError(
            f"{file} cannot be written: {wrong.strerror}; nothing was made"
        ) from wrong


def clear_unfinished(folder: Path) -> None:
    """Throw away what killed backups left in a folder."""
    for left in folder.glob(f"*{UNFINISHED}"):
        with suppress(Busy, OSError), held(left):
            discard(left)


def _refuse(file: Path) -> None:
    if os.path.lexists(file):
        raise _existing(file)
    if not file.parent.is_dir():
        raise BackupError(f"{file}: there is no folder {file.parent}; make it or name another")


def _existing(file: Path) -> BackupError:
    return BackupError(f"{file} exists already and is left as it is; name another file")


@contextmanager
def _making(file: Path) -> Iterator[Path]:
    """The folder in which FILE is made, gone afterwards."""
    folder = beside(file, UNFINISHED)
    with held(folder):
        try:
            yield folder
        finally:
            discard(folder)


def _refuse_small_disk(store: Store, folder: Path, reserve_mb: int) -> None:
    """The copy lies beside the archive until the archive is whole."""
    database = Path(store.path)
    with store.reading() as cursor:
        sealed = sum(one.bytes for one in sealed_files(cursor))
    size = sum(path.stat().st_size for path in (database, beside(database, WAL)) if path.is_file())
    if missing := room_missing(folder, 2 * size + sealed, store.path, reserve_mb):
        raise StoreError(missing)


def _write(store: Store, city: str, folder: Path, made_at: datetime) -> Manifest:
    """Copy the database and write the archive; what is not copied is read where it lies."""
    database = Path(store.path)
    with store.copied(folder / CITY) as cursor:
        sealed = sealed_files(cursor)
        schema = tuple(name for (name,) in cursor.rows("queries/migrations"))
    copied = [part_of(CITY, folder / CITY), *_kept_tokens(database, folder)]
    manifest = Manifest(
        format=FORMAT,
        citysense=version("citysense"),
        city=city,
        schema=schema,
        made_at=made_at,
        files=(*copied, *map(_sealed_part, sealed)),
    )
    sources = {one.name: folder / one.name for one in copied}
    sources |= {f"{SEALED}{one.name}": beside(database, SEALED_FOLDER) / one.name for one in sealed}
    with new_file(folder / ARCHIVE) as out:
        write_archive(out, manifest, sources)
        out.flush()
        os.fsync(out.fileno())
    return manifest


def _sealed_part(one: SealedFile) -> Part:
    return Part(name=f"{SEALED}{one.name}", bytes=one.bytes, sha256=one.sha256)


def _kept_tokens(database: Path, folder: Path) -> list[Part]:
    """The tokens as they are now: their file may be replaced at any moment."""
    try:
        (folder / TOKENS).write_bytes(beside(database, TOKENS_FILE).read_bytes())
    except FileNotFoundError:
        return []
    return [part_of(TOKENS, folder / TOKENS)]


def _show(made: Path, file: Path) -> None:
    """Give the whole file its name, over no other that may have come meanwhile."""
    try:
        os.link(made, file)
    except FileExistsError:
        raise _existing(file) from None
    except OSError:  # a disk without links
        _refuse(file)
        made.rename(file)
    sync(file.parent)
