"""The period before and the same period last year, on the city's own calendar."""

from calendar import monthrange
from datetime import datetime, time

from pipelines.city import City

Period = tuple[datetime, datetime, datetime]


def previous_of(city: City, start: datetime, end: datetime, as_of: datetime) -> Period:
    """Window and as_of moved back by the window's own length; whole calendar months by months."""
    first, last = _local(city, start), _local(city, end)
    months = _whole_months(city, first, last)
    if months:
        return _moved(city, (start, end, as_of), -months)
    length = last - first
    back = [city.instant(_local(city, instant) - length) for instant in (start, end, as_of)]
    return back[0], back[1], back[2]


def year_before(city: City, start: datetime, end: datetime, as_of: datetime) -> Period:
    """Window and as_of moved back by a calendar year; 29 February becomes the 28th."""
    return _moved(city, (start, end, as_of), -12)


def add_months(moment: datetime, months: int) -> datetime:
    """The same day and time so many months on, or the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _local(city: City, instant: datetime) -> datetime:
    return city.local(instant).replace(tzinfo=None)


def _moved(city: City, instants: Period, months: int) -> Period:
    back = [city.instant(add_months(_local(city, instant), months)) for instant in instants]
    return back[0], back[1], back[2]


def _whole_months(city: City, first: datetime, last: datetime) -> int:
    starts: time = city.day_start
    if first.day != 1 or last.day != 1 or first.time() != starts or last.time() != starts:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month
