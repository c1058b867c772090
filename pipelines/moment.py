"""The city as it stood at an instant: the kept fold where nothing came later, a refold where it did."""

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
) -> None:
    """Leave the temp table `present` on the cursor: cases reported before `before`, as at `as_of`.

    Cases reported before `since` are left out, unless `stock` keeps those still open or closed after it.
    `known_at` takes only what had been received by then. All instants are aware.
    """
    instants = {
        "as_of": as_of,
        "known_at": known_at or EVER,
        "before": before or EVER,
        "since": since or LONG_AGO,
    }
    naive = {
        name: instant.astimezone(UTC).replace(tzinfo=None) for name, instant in instants.items()
    }
    cursor.run("queries/moment_later", **naive, stock=stock)
    cursor.run("queries/moment_kept", **naive, stock=stock)
    if cursor.rows("queries/any_later"):
        engine.fold_chosen(cursor)
        cursor.run("queries/moment_refolded", **naive, stock=stock)
