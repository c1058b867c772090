"""Long windows read from the sums of what is sealed.

Only what is live, and the days that a window cuts, are counted case by case.

The sums tell of one dimension beside the calendar, and of files whose cases nothing has touched
since the instant asked for; any other question counts the sealed cases themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pipelines.catalogue import QUANTILES
from pipelines.city import City
from pipelines.engine import Engine
from pipelines.moment import Moment, lay_atoms_of
from pipelines.sealed import File
from pipelines.store import Cursor

DIMENSIONS = frozenset({"zone", "department", "channel", "class", "category"})
CALENDAR = frozenset({"day", "week", "month"})
LEAST_DAYS = 14
"""Of fewer days the cases themselves are counted, so that their quantiles are exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeDays:
    """The city's days that lie wholly in a window: [first, end) and their instants."""

    first: date
    end: date
    starts_at: datetime
    ends_at: datetime


def dimension_of(
    by: str | None, filters: Iterable[tuple[str, tuple[str, ...]]], names: set[str]
) -> str | None:
    """By which dimension the sums answer this, `all` for none; None where they cannot."""
    asked = {name for name, values in filters if values} | ({by} if by else set())
    asked -= CALENDAR | {"register"}
    if len(asked) > 1 or asked - DIMENSIONS or "repeat_reporters" in names:
        return None
    return None if asked and names & QUANTILES else next(iter(asked), "all")


def whole_days(city: City, start: datetime, end: datetime) -> WholeDays | None:
    """The whole days of a window; None where they are too few to be worth it."""
    first, last = city.day_of(start), city.day_of(end)
    if city.day_bounds(first)[0] < start:
        first += timedelta(days=1)
    if (last - first).days < LEAST_DAYS:
        return None
    return WholeDays(
        first=first,
        end=last,
        starts_at=city.day_bounds(first)[0],
        ends_at=city.day_bounds(last)[0],
    )


def lay_rolled(
    engine: Engine, cursor: Cursor, moment: Moment, days: WholeDays, dimension: str
) -> bool:
    """Leave `atom`, `summed` and `valued` for the moment, sums where they tell; False, and nothing
    is left, where nothing sealed is settled by then."""
    files = engine.sealed.between(cursor, moment.since, moment.before, stock=moment.stock)
    settled = {file["file_no"] for file in files if _settled(file, moment)}
    if not settled:
        return False
    needed = [file for file in files if file["file_no"] not in settled or _cut(file, moment, days)]
    cursor.run("queries/rolled_files", numbers=sorted(settled))
    engine.sealed.lay(cursor, needed)
    if needed:
        cursor.run("queries/whole_edges", starts_at=days.starts_at, ends_at=days.ends_at)
    lay_atoms_of(engine, cursor, moment, kept=False)
    cursor.run("queries/summed_rolled", **_asked(engine.city, days, dimension))
    return True


def _settled(file: File, moment: Moment) -> bool:
    return bool(file["settled_at"] <= moment.as_of and file["last_received_at"] <= moment.known_at)


def _cut(file: File, moment: Moment, days: WholeDays) -> bool:
    """Whether it may hold a case of a day that the window cuts."""
    first, last = file["first_reported_at"], file["last_reported_at"]
    return bool(
        (first < days.starts_at and last >= moment.since)
        or (last >= days.ends_at and first < moment.before)
    )


def _asked(city: City, days: WholeDays, dimension: str) -> dict[str, Any]:
    return {
        "zone_name": city.timezone.key,
        "day_start_s": city.day_start_s,
        "dimension": dimension,
        "first_day": days.first,
        "end_day": days.end,
    }
