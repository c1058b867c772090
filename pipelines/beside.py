"""What lies beside a database and belongs to its city: which files make a city, and which do not.

A restore replaces every one of `PARTS`, and nothing else: what must outlive any restore lies beside
the database under another ending. The socket file, locks and the folders in which a backup or a
restore is made are never part of a city.
"""

from dataclasses import dataclass
from pathlib import Path

from pipelines.store import Cursor

WAL, SEALED, TOKENS, PLAYED = ".wal", ".sealed", ".tokens.json", ".played"
PARTS = (SEALED, TOKENS, PLAYED, WAL, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """A file of the sealed folder that the database has registered."""

    name: str
    sha256: str
    bytes: int


def sealed_files(cursor: Cursor) -> list[SealedFile]:
    """The sealed files that belong to the city; others in that folder are a crash's leftovers."""
    if not cursor.rows("queries/any_sealed_table"):
        return []
    return [
        SealedFile(name=name, sha256=sha256, bytes=size)
        for name, sha256, size in cursor.rows("queries/sealed_files")
    ]


def beside(database: Path, suffix: str) -> Path:
    """The file or folder beside a database that ends so; `""` is the database itself."""
    return database.with_name(f"{database.name}{suffix}")
