"""The city as it stood at an instant: the kept fold, and a refold of what has later events."""

from dataclasses import asdict, dataclass
from datetime import datetime

from pipelines.clock import EVER, LONG_AGO
from pipelines.engine import Engine
from pipelines.store import Cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Which cases, and when: those reported before `before`, as at `as_of`; instants are aware.

    Cases reported before `since` are left out, unless `stock` keeps those open or closed after it.
    `known_at` takes only what had been received by then.
    """

    as_of: datetime
    known_at: datetime = EVER
    before: datetime = EVER
    since: datetime = LONG_AGO
    stock: bool = True


def lay_moment(engine: Engine, cursor: Cursor, moment: Moment) -> None:
    """Leave the cases on the cursor as `present`, with title, description and address."""
    lay_whole(engine, cursor, moment)
    _lay(engine, cursor, moment, texts=True, refold=_has_later(cursor, moment))


def lay_atoms(engine: Engine, cursor: Cursor, moment: Moment, *, kept: bool = True) -> None:
    """Leave the cases on the cursor as `atom`, with what each adds to a sum.

    Nothing is copied where nothing came later; `kept` ones are worked out once for many questions.
    """
    lay_whole(engine, cursor, moment)
    lay_atoms_of(engine, cursor, moment, kept=kept)


def lay_whole(engine: Engine, cursor: Cursor, moment: Moment) -> None:
    """Leave the live cases and those of the sealed files that may belong to the moment."""
    files = engine.sealed.between(cursor, moment.since, moment.before, stock=moment.stock)
    engine.sealed.lay(cursor, files)


def lay_atoms_of(engine: Engine, cursor: Cursor, moment: Moment, *, kept: bool) -> None:
    """The same, of the cases that somebody has laid as `whole_case` and `whole_act`."""
    if _has_later(cursor, moment):
        _lay(engine, cursor, moment, texts=False, refold=True)
    else:
        cursor.run("queries/moment_now")
    cursor.run("queries/atoms", **asdict(moment))
    cursor.run("queries/atoms_kept" if kept else "queries/atoms_seen")
    cursor.run("queries/summed_atoms")


def _has_later(cursor: Cursor, moment: Moment) -> bool:
    """Whether any case has acts after the moment; leaves which on the cursor."""
    cursor.run("queries/moment_later", **asdict(moment))
    return bool(cursor.rows("queries/any_later"))


def _lay(engine: Engine, cursor: Cursor, moment: Moment, *, texts: bool, refold: bool) -> None:
    cursor.run("queries/moment_kept", **asdict(moment), texts=texts)
    if refold:
        cursor.run("queries/moment_acts", **asdict(moment))
        engine.fold_chosen(cursor)
        cursor.run("queries/moment_refolded", **asdict(moment))
