"""A folder in which something is made before it is shown: one process holds it at a time.

Its lock ends with the process, so a folder that nobody holds is what a killed one left.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

LOCK = "lock"


class Busy(Exception):
    """Another process is at work in the folder."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the folder, made owner-only where it is missing; what is in it stays. Busy, OSError."""
    descriptor = _locked(folder)
    try:
        yield
    finally:
        os.close(descriptor)


def _locked(folder: Path) -> int:
    while True:
        folder.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileNotFoundError):
            descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            if _is_ours(descriptor, folder / LOCK):
                return descriptor
            os.close(descriptor)


def _is_ours(descriptor: int, path: Path) -> bool:
    """False where the folder was thrown away before the lock was got."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return path.exists() and os.path.samestat(os.fstat(descriptor), path.stat())
    except BlockingIOError:
        os.close(descriptor)
        raise Busy(f"another process is at work in {path.parent}") from None


def empty(folder: Path) -> None:
    """Throw away what is in a held folder."""
    for path in folder.iterdir():
        if path.name != LOCK:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def discard(folder: Path) -> None:
    """Throw away a held folder; the lock goes last."""
    empty(folder)
    (folder / LOCK).unlink()
    with suppress(OSError):  # somebody else holds it already, it is theirs now
        folder.rmdir()


def new_file(path: Path) -> BinaryIO:
    """A file that was not there, to be written, its owner's alone."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def sync(path: Path) -> None:
    """Bring a file, or which names a folder holds, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
