"""The city as it stood at an instant: the kept fold, and a refold of what has later events."""

from collections.abc import Mapping
from datetime import UTC, datetime

from pipelines.engine import Engine
from pipelines.store import Cursor

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
EVER = datetime(9999, 1, 1, tzinfo=UTC)


def lay_moment(
    engine: Engine,
    cursor: Cursor,
    *,
    as_of: datetime,
    known_at: datetime | None = None,
    before: datetime | None = None,
    since: datetime | None = None,
    stock: bool = True,
    texts: bool = False,
) -> None:
    """Leave `present` on the cursor: cases reported before `before`, as at `as_of`.

    Cases reported before `since` are left out, unless `stock` keeps those open or closed after it.
    `texts` brings title, description and address along. `known_at` takes only what had been
    received by then. All instants are aware.
    """
    naive = _instants(as_of, known_at, before, since)
    cursor.run("queries/moment_later", **naive, stock=stock)
    cursor.run("queries/moment_kept", **naive, stock=stock, texts=texts)
    if cursor.rows("queries/any_later"):
        _refold(engine, cursor, naive, stock=stock)


def lay_atoms(
    engine: Engine,
    cursor: Cursor,
    *,
    as_of: datetime,
    known_at: datetime | None = None,
    before: datetime | None = None,
    since: datetime | None = None,
    stock: bool = True,
) -> None:
    """Leave the temp table `atom` on the cursor: the same cases, with what each adds to a sum.

    Nothing is copied where nothing came later.
    """
    naive = _instants(as_of, known_at, before, since)
    cursor.run("queries/moment_later", **naive, stock=stock)
    if cursor.rows("queries/any_later"):
        cursor.run("queries/moment_kept", **naive, stock=stock, texts=False)
        _refold(engine, cursor, naive, stock=stock)
    else:
        cursor.run("queries/moment_now")
    cursor.run("queries/atoms", **naive, stock=stock)


def _instants(
    as_of: datetime, known_at: datetime | None, before: datetime | None, since: datetime | None
) -> dict[str, datetime]:
    instants = {
        "as_of": as_of,
        "known_at": known_at or EVER,
        "before": before or EVER,
        "since": since or LONG_AGO,
    }
    return {
        name: instant.astimezone(UTC).replace(tzinfo=None) for name, instant in instants.items()
    }


def _refold(engine: Engine, cursor: Cursor, naive: Mapping[str, datetime], *, stock: bool) -> None:
    cursor.run("queries/moment_acts", **naive)
    engine.fold_chosen(cursor)
    cursor.run("queries/moment_refolded", **naive, stock=stock)
