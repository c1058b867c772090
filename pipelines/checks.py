"""The audit queries: each file of `sql/checks` gives the number of bad rows and the first of them.

They ask what a custodian of data would: wrong clocks, foreign coordinates, cases that cannot be.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from pipelines.city import City
from pipelines.store import SQL, Cursor

COMPARES = frozenset({"derived_equals_rebuild", "sealed_equals_refold", "rollups_equal_refold"})
WHOLE_LOG = frozenset({"identity_twice", "person_in_the_log"})
MOST = 3
_ANSWERS = re.compile(r"-- answers: (.*(?:\n--  +.*)*)")


@cache
def check_names() -> tuple[str, ...]:
    """Every audit query but the comparison with a rebuild, which is `engine.verify`."""
    found = sorted(path.stem for path in (SQL / "checks").glob("*.sql"))
    return tuple(name for name in found if name not in COMPARES)


def quick_checks() -> tuple[str, ...]:
    """Those that a page may ask again and again: they do not read the whole log by its texts."""
    return tuple(name for name in check_names() if name not in WHOLE_LOG)


def run_checks(
    cursor: Cursor, city: City, as_of: datetime, today: datetime, names: Iterable[str]
) -> list[dict[str, Any]]:
    """[{"name", "bad_rows", "examples": [str], "answers": str}] in the order of the names."""
    south, west, north, east = city.bounds
    asked = {
        "as_of": as_of,
        "today": today,
        "south": south, "west": west, "north": north, "east": east, "most": MOST,
    }  # fmt: skip
    found = []
    for name in names:
        rows = cursor.rows(f"checks/{name}", **asked)
        found.append(
            {
                "name": name,
                "bad_rows": rows[0][0] if rows else 0,
                "examples": [str(row[1]) for row in rows],
                "answers": answers(name),
            }
        )
    return found


@cache
def answers(name: str) -> str:
    """What the header of a check says that it answers."""
    found = _ANSWERS.search((SQL / "checks" / f"{name}.sql").read_text("utf-8"))
    return re.sub(r"\n-- +", " ", found[1]) if found else name
