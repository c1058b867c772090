"""What a desk says of cases in the tiny city: acts so many minutes before NOW."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pipelines.event import Event

NOW = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
HERE = {"lat": 40.71, "lon": -73.99}


def said(kind: str, ago: float, subject: str, **data: Any) -> Event:
    """One act on a case."""
    when = NOW - timedelta(minutes=ago)
    name = f"{subject}/{kind}/{ago}"
    return Event(source="desk", id=name, type=kind, time=when, subject=subject, data=data)


def report(ago: float, subject: str, **data: Any) -> Event:
    """The report of a case over the hotline."""
    where = {"channel": "hotline", "category": "urgent", **HERE}
    return said("case.reported", ago, subject, **where | data)
