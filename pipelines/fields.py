"""What a field of an event may hold: one checker a kind of value.

A checker takes a value that is present and says what is wrong with it, or None when it is good.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

Checker = Callable[[object], str | None]

_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_PERIOD = re.compile(
    r"\d{4}(?:H[12]|Q[1-4](?:-Q[1-4])?|-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII
)


def parse_instant(text: str) -> datetime:
    """An RFC 3339 instant with a zone, as UTC, cut to microseconds; ValueError for anything else."""
    found = _INSTANT.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no RFC 3339 instant with a zone")
    day, clock, fraction, zone = found.groups()
    offset = "+00:00" if zone in "Zz" else zone
    try:
        return datetime.fromisoformat(f"{day}T{clock}.{fraction or '0':0<6}{offset}").astimezone(
            UTC
        )
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is no instant of the calendar") from None


def text(value: object) -> str | None:
    """Any string."""
    return None if isinstance(value, str) else f"{value!r} is no text"


def instant(value: object) -> str | None:
    """An RFC 3339 instant with a zone."""
    if not isinstance(value, str):
        return f"{value!r} is no instant"
    try:
        parse_instant(value)
    except ValueError as wrong:
        return str(wrong)
    return None


def number(value: object) -> str | None:
    """A finite number, not a boolean."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{value!r} is no number"
    return None if abs(value) < 1e300 else f"{value!r} is no finite number"


def between(low: float, high: float) -> Checker:
    """A number within [low, high]."""

    def check(value: object) -> str | None:
        wrong = number(value)
        if wrong is None and not low <= float(str(value)) <= high:
            wrong = f"{value!r} lies outside {low:g} to {high:g}"
        return wrong

    return check


def flag(value: object) -> str | None:
    """true or false."""
    return None if isinstance(value, bool) else f"{value!r} is neither true nor false"


def one_of(*words: str) -> Checker:
    """A word of a closed list."""

    def check(value: object) -> str | None:
        return None if value in words else f"{value!r} is none of {', '.join(words)}"

    return check


def texts(value: object) -> str | None:
    """A list of strings."""
    good = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return None if good else f"{value!r} is no list of texts"


def items(value: object) -> str | None:
    """A list of anything."""
    return None if isinstance(value, list) else f"{value!r} is no list"


def table(value: object) -> str | None:
    """An object with named members."""
    return None if isinstance(value, Mapping) else f"{value!r} is no object"


def person(value: object) -> str | None:
    """A reporter: a string, or an object of which id, name, phone or email (strings) is given."""
    if isinstance(value, str):
        return None
    if not isinstance(value, Mapping):
        return f"{value!r} is neither a text nor an object with id, name, phone or email"
    for name in ("id", "name", "phone", "email"):
        if value.get(name) is not None and not isinstance(value[name], str):
            return f"{name}: {value[name]!r} is no text"
    return None


def period(value: object) -> str | None:
    """A reporting period: 2025, 2025H1, 2025Q3, 2025Q1-Q3, 2025-09 or a date."""
    if isinstance(value, str) and _PERIOD.fullmatch(value):
        return None
    return f"{value!r} is no period such as 2025, 2025H1, 2025Q3, 2025Q1-Q3, 2025-09 or 2025-09-30"


def actor(value: object) -> str | None:
    """Who acted: {kind human or system, role, id}."""
    wrong = table(value)
    if wrong is None and isinstance(value, Mapping) and value.get("kind") is not None:
        wrong = one_of("human", "system")(value["kind"])
    return wrong
