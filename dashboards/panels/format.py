"""Numbers and times as people read them: 12,345 · 88.7 · +5.0 · 10:42:18, always one style."""

from datetime import datetime

from pipelines.city import City


def count(value: float | None) -> str:
    """A whole number with thousands marks."""
    return "—" if value is None else f"{round(value):,}"


def one_decimal(value: float | None) -> str:
    """Percent or hours with one decimal, cut so that 99.96 never reads 100.0."""
    if value is None:
        return "—"
    rounded = round(value, 1)
    return f"{99.9 if rounded >= 100 > value else rounded:,.1f}"


def signed(value: float | None) -> str:
    """A growth figure with its sign."""
    return "—" if value is None else f"{value:+,.1f}"


def clock_time(instant: datetime, city: City, seconds: bool = True) -> str:
    """The city's own time of day of an instant."""
    return city.local(instant).strftime("%H:%M:%S" if seconds else "%H:%M")


def instant_text(instant: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, as machines read it from the DOM."""
    return instant.strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"
