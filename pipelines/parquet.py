"""Parquet files written from a cursor and laid before it; a path can be no parameter there."""

from collections.abc import Sequence
from pathlib import Path

from pipelines.held import sync
from pipelines.store import Cursor, sql_text

WRITTEN = "format parquet, compression zstd, row_group_size 2048"


def write_file(cursor: Cursor, name: str, path: Path, **parameters: object) -> None:
    """Write the rows of the one statement of a named file; on the disk when done. StoreError."""
    text = sql_text(name).rstrip().rstrip(";")
    cursor.execute(f"copy ({text}) to {_quoted(path)} ({WRITTEN})", parameters)
    sync(path)


def lay_files(cursor: Cursor, view: str, paths: Sequence[Path]) -> None:
    """Leave the rows of files as a temp view; there is at least one."""
    listed = ", ".join(map(_quoted, paths))
    cursor.execute(f"create or replace temp view {view} as from read_parquet([{listed}])")


def lay_rows(
    cursor: Cursor, table: str, paths: Sequence[Path], column: str, values: Sequence[str]
) -> None:
    """Leave as a temp table the rows of files whose column has one of the values: only the groups
    of rows that may hold one are read, which a join would not see to."""
    listed = ", ".join(map(_quoted, paths))
    names = {f"v{i}": value for i, value in enumerate(values)}
    asked = ", ".join(f"${name}" for name in names)
    cursor.execute(
        f"create or replace temp table {table} as from read_parquet([{listed}]) "
        f"where {column} in ({asked})",
        names,
    )


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
