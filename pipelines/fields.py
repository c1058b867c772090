"""What a field of an event may hold: one checker a kind of value.

A checker takes a value that is present and says what is wrong with it, or None when it is good.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

Checker = Callable[[object], str | None]

_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_MINUTE = re.compile(r"(?<=\d[Tt ])(\d\d:\d\d)(?=[Zz+-])", re.ASCII)
_PERIOD = re.compile(
    r"\d{4}(?:H[12]|Q[1-4](?:-Q[1-4])?|-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII
)


SHOWN = 80


def shown(value: object) -> str:
    """A value as a sentence quotes it: texts in quotes, all else as JSON, long ones cut."""
    said = repr(value)
    if not isinstance(value, str):
        said = readable(json.dumps(value, ensure_ascii=False, default=repr))
    return said if len(said) <= SHOWN else f"{said[: SHOWN - 1]}…"


def readable(text: str) -> str:
    """The text with every half of a surrogate pair spelt out, so that it can be sent on."""
    return text.encode("utf-8", "backslashreplace").decode()


def parse_instant(text: str) -> datetime:
    """An RFC 3339 instant with a zone, as UTC, cut to microseconds; else ValueError."""
    found = _INSTANT.fullmatch(text)
    if not found:
        raise ValueError(f"{shown(text)} is no RFC 3339 instant with a zone")
    day, clock, fraction, zone = found.groups()
    offset = "+00:00" if zone in "Zz" else zone
    try:
        return datetime.fromisoformat(f"{day}T{clock}.{fraction or '0':0<6}{offset}").astimezone(
            UTC
        )
    except (ValueError, OverflowError):
        raise ValueError(f"{shown(text)} is no instant of the calendar") from None


def parse_written(text: str) -> datetime:
    """The same from a person, who may leave out the seconds: 2026-07-15T00:00+08:00."""
    return parse_instant(_MINUTE.sub(r"\1:00", text))


def text(value: object) -> str | None:
    """Any string."""
    return None if isinstance(value, str) else f"{shown(value)} is no text"


def instant(value: object) -> str | None:
    """An RFC 3339 instant with a zone."""
    if not isinstance(value, str):
        return f"{shown(value)} is no instant"
    try:
        parse_instant(value)
    except ValueError as wrong:
        return str(wrong)
    return None


def day_or_instant(value: object) -> str | None:
    """A date, or an RFC 3339 instant with a zone."""
    if isinstance(value, str) and len(value) == len("2026-07-15"):
        return None if _is_day(value) else f"{shown(value)} is no date of the calendar"
    return instant(value)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def number(value: object) -> str | None:
    """A finite number, not a boolean."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{shown(value)} is no number"
    return None if abs(value) < 1e300 else f"{shown(value)} is no finite number"


def between(low: float, high: float) -> Checker:
    """A number within [low, high]."""

    def check(value: object) -> str | None:
        wrong = number(value)
        if wrong is None and not low <= float(str(value)) <= high:
            wrong = f"{shown(value)} lies outside {low:g} to {high:g}"
        return wrong

    return check


def flag(value: object) -> str | None:
    """true or false."""
    return None if isinstance(value, bool) else f"{shown(value)} is neither true nor false"


def one_of(*words: str) -> Checker:
    """A word of a closed list."""

    def check(value: object) -> str | None:
        return None if value in words else f"{shown(value)} is none of {', '.join(words)}"

    return check


def texts(value: object) -> str | None:
    """A list of strings."""
    good = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return None if good else f"{shown(value)} is no list of texts"


def items(value: object) -> str | None:
    """A list of anything."""
    return None if isinstance(value, list) else f"{shown(value)} is no list"


def table(value: object) -> str | None:
    """An object with named members."""
    return None if isinstance(value, Mapping) else f"{shown(value)} is no object"


def person(value: object) -> str | None:
    """A reporter: a string, or an object of which id, name, phone or email (strings) is given."""
    if isinstance(value, str):
        return None
    if not isinstance(value, Mapping):
        return f"{shown(value)} is neither a text nor an object with id, name, phone or email"
    for name in ("id", "name", "phone", "email"):
        if value.get(name) is not None and not isinstance(value[name], str):
            return f"{name}: {shown(value[name])} is no text"
    return None


def period(value: object) -> str | None:
    """A reporting period: 2025, 2025H1, 2025Q3, 2025Q1-Q3, 2025-09 or a date."""
    if isinstance(value, str) and _PERIOD.fullmatch(value) and _is_period(value):
        return None
    forms = "2025, 2025H1, 2025Q3, 2025Q1-Q3, 2025-09 or 2025-09-30"
    return f"{shown(value)} is no period such as {forms}"


def _is_period(text: str) -> bool:
    """Its day exists, its quarters run forward, and the day after it can still be said."""
    forward = "-Q" not in text or text[5:6] <= text[-1]
    exists = len(text) != len("2026-07-15") or _is_day(text)
    return "0001" <= text[:4] < "9999" and forward and exists


def actor(value: object) -> str | None:
    """Who acted: {kind human or system, role, id}."""
    wrong = table(value)
    if wrong is None and isinstance(value, Mapping) and value.get("kind") is not None:
        wrong = one_of("human", "system")(value["kind"])
        return f"kind: {wrong}" if wrong else None
    return wrong
