"""What a number that is not today's whole city is restricted to, as the DOM says it."""

import re
from datetime import date, timedelta

from dashboards.snapshot import Snapshot

_PERIOD = re.compile(r"(\d{4})(?:H([12])|Q([1-4])(?:-Q([1-4]))?|-(\d\d)(?:-(\d\d))?)?")


def seven_days(snapshot: Snapshot) -> dict[str, str]:
    """The seven days that end with today, as attributes of a number."""
    today = snapshot.city.day_of(snapshot.as_of)
    first, end = today - timedelta(days=6), today + timedelta(days=1)
    return {"data_from": first.isoformat(), "data_to": end.isoformat()}


def period_months(period: str) -> tuple[date, date]:
    """First day and day after the last of a reporting period; ValueError for any other text."""
    found = _PERIOD.fullmatch(period)
    if not found:
        raise ValueError(f"{period!r} is no reporting period")
    year, half, quarter, last_quarter, month, day = found.groups()
    if day:
        start = date.fromisoformat(period)
        return start, start + timedelta(days=1)
    if half:
        return _months(int(year), 6 * int(half) - 5, 6 * int(half))
    if quarter:
        return _months(int(year), 3 * int(quarter) - 2, 3 * int(last_quarter or quarter))
    return _months(int(year), int(month or 1), int(month or 12))


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    following = date(year + last // 12, last % 12 + 1, 1)
    return date(year, first, 1), following
