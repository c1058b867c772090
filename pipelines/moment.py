"""The city as it stood at an instant: the kept fold, and a refold of what has later events."""

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
    """Leave the temp table `present` on the cursor: cases reported before `before`, as at `as_of`.

    Cases reported before `since` are left out, unless `stock` keeps those open or closed after it.
    `texts` brings title, description and address along. `known_at` takes only what had been
    received by then. All instants are aware.
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
    cursor.run("queries/moment_kept", **naive, stock=stock, texts=texts)
    if cursor.rows("queries/any_later"):
        cursor.run("queries/moment_acts", **naive)
        engine.fold_chosen(cursor)
        cursor.run("queries/moment_refolded", **naive, stock=stock)
