"""Sums of what is sealed, by day and by one dimension, kept exact by signed differences.

A sealed case can change by nothing but an act, so its facts are those at the end of all time; an
act brings it back among the live ones and takes its facts out again.
"""

from pipelines.city import City
from pipelines.clock import EVER, LONG_AGO
from pipelines.store import Cursor

SUMS = (
    "reported", "filed", "filed_on_time", "rejected", "merged", "valid", "closed", "open",
    "open_overdue", "due", "closed_on_time", "closed_late", "closed_judged", "disposed",
    "disposed_on_time", "dispatched", "dispatched_right", "returned", "check_due",
    "checked_on_time", "handled", "failed", "urged", "supervised", "suspended", "accept_due",
    "accepted_on_time", "response_due", "responded", "called_back", "contacted", "resolved",
    "satisfaction_stated", "satisfaction", "rated", "rating", "disagreed",
)  # fmt: skip


def lay_facts(cursor: Cursor, city: City, *, sign: int) -> None:
    """Leave as `fact`, `bin_fact` what the cases laid as `present` and `filed` add to the sums."""
    cursor.run("queries/atoms", as_of=EVER, known_at=EVER, before=EVER, since=LONG_AGO, stock=True)
    cursor.run("queries/atoms_kept")
    cursor.run(
        "models/50_facts",
        zone_name=city.timezone.key,
        day_start_s=city.day_start_s,
        sign=sign,
        sums=list(SUMS),
    )


def add_facts(cursor: Cursor, city: City, *, sign: int) -> None:
    """Add the facts of the cases laid as `present` and `filed`, or take them out."""
    lay_facts(cursor, city, sign=sign)
    cursor.run("models/60_rollup")
