"""The name of the row a case or a call falls into, for each dimension of the contract."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from pipelines.city import City
from pipelines.event import format_instant
from tests.twin.fold import Case

TIME_DIMENSIONS = ("hour", "day", "week", "month")


def of_instant(instant: datetime, dimension: str, city: City) -> str | None:
    """Hours as UTC instants; a date begins at the pack's `day_start` in the city's zone."""
    if dimension == "hour":
        return format_instant(hour_began(instant, city.timezone))
    day = day_of(instant, city)
    names = {
        "day": day.isoformat(),
        "week": (day - timedelta(days=day.weekday())).isoformat(),
        "month": day.isoformat()[:7],
    }
    return names.get(dimension)


def day_of(instant: datetime, city: City) -> date:
    """The last date that has begun; its first reading counts where clocks show its start twice."""
    day = instant.astimezone(city.timezone).date() + timedelta(days=2)
    while datetime.combine(day, city.day_start, tzinfo=city.timezone).astimezone(UTC) > instant:
        day -= timedelta(days=1)
    return day


@cache
def hour_began(instant: datetime, zone: ZoneInfo) -> datetime:
    """Back, minute by minute, as long as clocks show this hour and have not been changed."""
    began = instant.replace(second=0, microsecond=0)
    while _face(began - timedelta(minutes=1), zone) == _face(instant, zone):
        began -= timedelta(minutes=1)
    return began


def _face(instant: datetime, zone: ZoneInfo) -> tuple[str, timedelta | None]:
    local = instant.astimezone(zone)
    return f"{local:%Y-%m-%d %H}", local.utcoffset()


def of_case(case: Case, dimension: str, time: datetime | None, city: City) -> str | None:
    """`time` is the one the key counts by: the report, or the closing for `closings`."""
    if dimension in TIME_DIMENSIONS:
        return of_instant(time, dimension, city) if time else None
    if dimension == "class":
        return class_of(case.fields.get("category"), city)
    if dimension in ("channel", "category"):
        return case.fields.get(dimension)
    return {
        "zone": case.zone,
        "cell": case.cell,
        "department": case.department,
        "stage": case.stage,
        "worker": case.worker,
        "register": case.register,
    }[dimension]


def class_of(category: str | None, city: City) -> str | None:
    """The class the pack puts a category into."""
    for known in city.categories:
        if known.code == category:
            return known.class_code
    return None
