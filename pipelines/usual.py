"""Today beside the usual day: the same weekday of the last eight weeks, hour by hour."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from statistics import median, quantiles
from typing import Any

from pipelines.city import City

WEEKS = 8


def usual_day(
    rows: Callable[..., list[dict[str, Any]]], city: City, today: date, as_of: datetime
) -> dict[str, Any]:
    """The result of `reads.UsualDay`; `rows` runs the query read_usual."""
    into = city.local(as_of).replace(tzinfo=None) - datetime.combine(today, city.day_start)
    found = rows(
        "usual",
        zone_name=city.timezone.key,
        day_start_s=city.day_start_s,
        since=first_usual(city, today),
        weekday=today.isoweekday(),
        into_day_s=int(into.total_seconds()),
    )
    days: dict[date, dict[int, dict[str, Any]]] = defaultdict(dict)
    for row in found:
        days[row["day"]][row["hour"]] = row
    usual = [hours for day, hours in days.items() if day < today]
    now_hour = into.total_seconds() / 3600
    so_far = [sum(row["so_far"] for row in hours.values()) for hours in usual]
    return {
        "hours": [_hour(n, days.get(today, {}), usual, now_hour) for n in range(24)],
        "now_hour": now_hour,
        "usual_so_far": median(so_far) if so_far else None,
    }


def first_usual(city: City, today: date) -> datetime:
    """Where the first of the days begins that make today's usual day."""
    return city.day_bounds(today - timedelta(weeks=WEEKS))[0]


def _hour(
    hour: int, today: dict[int, dict[str, Any]], usual: list[dict[int, dict[str, Any]]], now: float
) -> dict[str, Any]:
    counts = [hours.get(hour, {}).get("reported", 0) for hours in usual]
    row = today.get(hour, {})
    begun = hour <= now
    deciles = quantiles(counts, n=10, method="inclusive") if len(counts) > 1 else [None] * 9
    return {
        "hour": hour,
        "reported": int(row.get("reported", 0)) if begun else None,
        "closed": int(row.get("closed", 0)) if begun else None,
        "median": float(median(counts)) if counts else None,
        "p10": deciles[0],
        "p90": deciles[8],
    }
