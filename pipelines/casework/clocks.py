"""Working time: when a limit is used up, and how much of it a span of time uses.

Urgent hours and calendar days (24 hours each) always run; working hours run in the pack's hours of
its workdays, working days through the whole local day of a workday. Amounts are elapsed time, so a
day on which the zone changes its offset is as long as it really was. A time that clocks show twice
is the first; one that they skip is the instant of the change, so that skipped hours never run.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Protocol

UNITS = {
    "urgent_hours": timedelta(hours=1),
    "working_hours": timedelta(hours=1),
    "working_days": timedelta(days=1),
    "calendar_days": timedelta(days=1),
}
ALWAYS_RUNNING = frozenset({"urgent_hours", "calendar_days"})
LONGEST_REST = 3_660
"""Days without working time after which a calendar counts as having none at all."""

Hours = tuple[tuple[time, time], ...]
Spans = tuple[tuple[datetime, datetime], ...]
_WHOLE_DAY: Hours = ((time(), time()),)


class WorkCalendar(Protocol):
    """What of a city its working time depends on."""

    @property
    def timezone(self) -> tzinfo: ...
    @property
    def working_hours(self) -> Hours: ...
    def is_workday(self, day: date, /) -> bool: ...


class TimeLimit(Protocol):
    """An amount of a unit of UNITS."""

    @property
    def amount(self) -> float: ...
    @property
    def unit(self) -> str: ...


def add_limit(start: datetime, limit: TimeLimit, city: WorkCalendar) -> datetime:
    """The earliest instant (UTC) at which `limit`, running from `start`, is used up."""
    left = limit.amount * UNITS[limit.unit]
    if limit.unit in ALWAYS_RUNNING or left <= timedelta():
        return start + left
    for starts_at, ends_at in _spans_from(start, limit.unit, city):
        begin = max(start, starts_at)
        if ends_at - begin >= left:
            return begin + left
        left -= max(ends_at - begin, timedelta())
    raise ValueError(f"the calendar has no working time in the years after {start:%Y-%m-%d}")


def used(start: datetime, end: datetime, unit: str, city: WorkCalendar) -> timedelta:
    """How much of `unit`'s time lies in [start, end); nothing when end is not after start."""
    nothing = timedelta()
    if unit in ALWAYS_RUNNING:
        return max(end - start, nothing)
    total = nothing
    for starts_at, ends_at in _spans_from(start, unit, city):
        if starts_at >= end:
            break
        total += max(min(end, ends_at) - max(start, starts_at), nothing)
    return total


def work_spans(
    city: WorkCalendar, first: date, last: date
) -> dict[str, list[tuple[datetime, datetime]]]:
    """Per unit that does not always run, its spans (UTC) of the local days first to last."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {
        unit: [span for day in days for span in day_spans(city, day, unit)]
        for unit in UNITS
        if unit not in ALWAYS_RUNNING
    }


def day_spans(city: WorkCalendar, day: date, unit: str) -> Spans:
    """The spans (UTC) in which `unit` runs on one local day; none unless it is a workday."""
    if not city.is_workday(day):
        return ()
    hours = city.working_hours if unit == "working_hours" else _WHOLE_DAY
    return _local_spans(day, hours, city.timezone)


def _spans_from(
    start: datetime, unit: str, city: WorkCalendar
) -> Iterator[tuple[datetime, datetime]]:
    """Spans from the day before `start` on, which may reach over midnight, until none comes."""
    day = start.astimezone(city.timezone).date() - timedelta(days=1)
    rest = 0
    while rest < LONGEST_REST:
        spans = day_spans(city, day, unit)
        yield from spans
        rest = 0 if spans else rest + 1
        day += timedelta(days=1)


@lru_cache(maxsize=8192)
def _local_spans(day: date, hours: Hours, zone: tzinfo) -> Spans:
    spans = (
        (_instant(day, begin, zone), _instant(day + timedelta(days=end <= begin), end, zone))
        for begin, end in hours
    )
    return tuple((begin, end) for begin, end in spans if begin < end)


def _instant(day: date, local: time, zone: tzinfo) -> datetime:
    asked = datetime.combine(day, local, zone)
    instant = asked.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == asked.replace(tzinfo=None):
        return instant
    return _change(asked.replace(fold=1).astimezone(UTC), instant, zone)


def _change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The second in (before, after] at which the zone took the offset it has at `after`."""

    def changed(second: int) -> bool:
        at = before + timedelta(seconds=second)
        return at.astimezone(zone).utcoffset() == after.astimezone(zone).utcoffset()

    seconds = range(int((after - before).total_seconds()) + 1)
    return before + timedelta(seconds=bisect_left(seconds, True, key=changed))
