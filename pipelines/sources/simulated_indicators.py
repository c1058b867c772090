"""Published figures of a pack as events: not simulated, each with its own source."""

import calendar
import re
from datetime import date, datetime, timedelta

from pipelines.city import City, Indicator
from pipelines.event import Event

SOURCE = "published"
_LAST_MONTHS = {"H1": 6, "H2": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12}


def published_indicators(city: City) -> list[Event]:
    """One event a line of indicators.csv; without a date of publication, at its period's end."""
    return [_published(city, line) for line in city.indicators]


def period_end(period: str) -> date:
    """The last day of 2025, 2025H1, 2025Q3, 2025Q1-Q3, 2025-09 or of a date."""
    if len(period) == len("2025-09-30") and period[4] == "-":
        return date.fromisoformat(period)
    year, part = int(period[:4]), re.split("-", period[4:])[-1]
    month = _LAST_MONTHS.get(part) or int(part or 12)
    return date(year, month, calendar.monthrange(year, month)[1])


def _published(city: City, line: Indicator) -> Event:
    end = datetime.combine(period_end(line.period) + timedelta(days=1), city.day_start)
    known = ("area", "period", "value", "qualifier", "unit", "source", "method", "confidence")
    given = {name: getattr(line, name) for name in known}
    return Event(
        source=SOURCE,
        id=f"{line.indicator}/{line.area}/{line.period}/{line.source}",
        type="indicator.published",
        time=city.instant(end) - timedelta(seconds=1),
        subject=line.indicator,
        data={
            "indicator": line.indicator,
            **{k: v for k, v in given.items() if v not in ("", None)},
        },
    )
