"""The period before and the same period last year, on the city's own calendar.

A window of whole months moves by months, one of whole days by days, any other by its elapsed time.
What is over stays over: an `as_of` that is not before the end is not before the moved end.
Where the calendar ends on the way, there was nothing: an empty window at its first instant.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from pipelines.city import City

Period = tuple[datetime, datetime, datetime]
Day = TypeVar("Day", bound=date)
_DAY = timedelta(days=1)
_YEAR = 12
_FIRST = datetime.min.replace(tzinfo=UTC)
_NOTHING: Period = (_FIRST, _FIRST, _FIRST)


def previous_of(city: City, start: datetime, end: datetime, as_of: datetime) -> Period:
    """Window and as_of moved back by the window's own length; whole calendar months by months."""
    try:
        return _previous(city, start, end, as_of)
    except (OverflowError, ValueError):
        return _NOTHING


def year_before(city: City, start: datetime, end: datetime, as_of: datetime) -> Period:
    """Window and as_of moved back by a calendar year; 29 February becomes the 28th."""
    try:
        return _year_ago(city, start, end, as_of)
    except (OverflowError, ValueError):
        return _NOTHING


def add_months(moment: Day, months: int) -> Day:
    """The same day and time so many months on, or the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _previous(city: City, start: datetime, end: datetime, as_of: datetime) -> Period:
    days = _whole_days(city, start, end)
    if days is None:
        length = end - start
        return start - length, start, as_of - length
    months = _whole_months(*days)
    if months:
        first, last = (add_months(day, -months) for day in days)
        return _of_days(city, first, last, end, as_of, add_months(_wall(city, as_of), -months))
    back = _length(city, *days)
    first, last = (day - back for day in days)
    return _of_days(city, first, last, end, as_of, _wall(city, as_of) - back)


def _year_ago(city: City, start: datetime, end: datetime, as_of: datetime) -> Period:
    then = add_months(_wall(city, as_of), -_YEAR)
    days = _whole_days(city, start, end)
    if days is None:
        return _parts_a_year_before(city, start, end, as_of, then)
    first, last = (add_months(day, -_YEAR) for day in days)
    if not _whole_months(*days):
        last = max(first, add_months(days[1] - _DAY, -_YEAR) + _DAY)
    return _of_days(city, first, last, end, as_of, then)


def _parts_a_year_before(
    city: City, start: datetime, end: datetime, as_of: datetime, then: datetime
) -> Period:
    """Up to a day keeps its elapsed length, also where clocks have been set back within it."""
    first, last = (city.instant(add_months(_wall(city, at), -_YEAR)) for at in (start, end))
    if end - start > _DAY:
        return first, last, _over(end, as_of, last, city.instant(then))
    last = first + (end - start)
    if start <= as_of < end:
        return first, last, first + (as_of - start)
    return first, last, _over(end, as_of, last, city.instant(then))


def _of_days(
    city: City, first: date, last: date, end: datetime, as_of: datetime, then: datetime
) -> Period:
    start, stop = (city.day_bounds(day)[0] for day in (first, last))
    return start, stop, _over(end, as_of, stop, city.instant(then))


def _over(end: datetime, as_of: datetime, stop: datetime, then: datetime) -> datetime:
    return max(then, stop) if as_of >= end else then


def _wall(city: City, instant: datetime) -> datetime:
    return city.local(instant).replace(tzinfo=None, fold=0)


def _whole_days(city: City, start: datetime, end: datetime) -> tuple[date, date] | None:
    """First day and day after the last, where the window consists of whole days of the city."""
    days = city.day_of(start), city.day_of(end)
    return days if (start, end) == tuple(city.day_bounds(day)[0] for day in days) else None


def _whole_months(first: date, last: date) -> int:
    if first.day != 1 or last.day != 1:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month


def _length(city: City, first: date, last: date) -> timedelta:
    """The days to move by: one more where a day that the city skipped would be left."""
    length = last - first
    begins = city.day_bounds(first)[0]
    while length and city.day_bounds(first - length)[0] == begins:
        length += _DAY
    return length
