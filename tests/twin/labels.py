"""The name of the row a case or a call falls into, for each dimension of the contract."""

from datetime import datetime, timedelta

from pipelines.city import City
from pipelines.event import format_instant
from tests.twin.fold import Case

TIME_DIMENSIONS = ("hour", "day", "week", "month")


def of_instant(instant: datetime, dimension: str, city: City) -> str | None:
    """Hours as UTC instants; a date begins at the pack's `day_start` in the city's zone."""
    local = instant.astimezone(city.timezone)
    if dimension == "hour":
        past_the_hour = timedelta(
            minutes=local.minute, seconds=local.second, microseconds=local.microsecond
        )
        return format_instant(instant - past_the_hour)
    day = local.date()
    if local.time() < city.day_start:
        day -= timedelta(days=1)
    names = {
        "day": day.isoformat(),
        "week": (day - timedelta(days=day.weekday())).isoformat(),
        "month": day.isoformat()[:7],
    }
    return names.get(dimension)


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
