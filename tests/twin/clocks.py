"""Working time by walking from one opening to the next, written from INDICATORS alone.

A limit ends at the earliest instant at which it is used up: 12:00, not 14:00. Urgent hours and
calendar days always run; working days are the 24-hour spans of working days.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from pipelines.city import City
from pipelines.citytypes import Limit

Span = tuple[datetime, datetime]
_FARTHEST = 40_000
_LENGTH = {
    "urgent_hours": timedelta(hours=1),
    "working_hours": timedelta(hours=1),
    "working_days": timedelta(days=1),
    "calendar_days": timedelta(days=1),
}
_ALWAYS_RUNNING = ("urgent_hours", "calendar_days")


def is_workday(day: date, city: City) -> bool:
    """The calendar's word; a date it does not hold works from Monday to Friday."""
    if day in city.calendar:
        return city.calendar[day]
    return day.weekday() < 5


def length(limit: Limit) -> timedelta:
    """The time a limit gives, on its own clock."""
    return _LENGTH[limit.unit] * limit.amount


def spans_from(start: datetime, unit: str, city: City) -> Iterator[Span]:
    """The open spans of a working clock, from the day before `start` on, in UTC."""
    day = start.astimezone(city.timezone).date() - timedelta(days=1)
    for _ in range(_FARTHEST):
        if is_workday(day, city):
            yield from _spans_of_day(day, unit, city)
        day += timedelta(days=1)


def _spans_of_day(day: date, unit: str, city: City) -> Iterator[Span]:
    zone = city.timezone
    if unit == "working_days":
        yield first_shown(day, time(0), zone), first_shown(day + timedelta(days=1), time(0), zone)
        return
    for opens, shuts in city.working_hours:
        yield first_shown(day, opens, zone), first_shown(day, shuts, zone)


@cache
def first_shown(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The first minute at which the zone's clocks show that time, or have gone past it."""
    asked = datetime.combine(day, clock)
    readings = (asked.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    instant = min(readings)
    while instant.astimezone(zone).replace(tzinfo=None) < asked:
        instant += timedelta(minutes=1)
    return instant


def end_of(start: datetime, given: timedelta, unit: str, city: City) -> datetime:
    """The earliest instant at which `given` is used up on the clock of `unit`."""
    if unit in _ALWAYS_RUNNING:
        return start + given
    if given <= timedelta(0):
        return start
    left = given
    for opens, shuts in spans_from(start, unit, city):
        begins = max(opens, start)
        room = shuts - begins
        if room <= timedelta(0):
            continue
        if left <= room:
            return begins + left
        left -= room
    raise ValueError(f"{given} of {unit} are never used up")


def limit_end(start: datetime, limit: Limit, city: City) -> datetime:
    """When a limit that begins at `start` is used up."""
    return end_of(start, length(limit), limit.unit, city)


def used(start: datetime, end: datetime, unit: str, city: City) -> timedelta:
    """What runs between two instants on the clock of `unit`; nothing if `end` comes first."""
    if end <= start:
        return timedelta(0)
    if unit in _ALWAYS_RUNNING:
        return end - start
    total = timedelta(0)
    for opens, shuts in spans_from(start, unit, city):
        if opens >= end:
            break
        total += max(timedelta(0), min(shuts, end) - max(opens, start))
    return total
