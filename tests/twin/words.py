"""What an act may say, field by field: words the pack knows and words it has never heard."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from pipelines.event import SATISFACTION, SUPERVISION_LEVELS, format_instant

BEGINNING = datetime(2026, 3, 6, 13, 0, tzinfo=UTC)
STEP = timedelta(minutes=15)
STEPS_BETWEEN_CASES = 7
WORKERS = ("w1", "w2", "w3", "w4")
CELLS = ("c1", "c2", "c3", "c4", "c9")
CATEGORIES = ("urgent", "hours", "days", "calendar", "open", "lamp", "unheard-of")
DEPARTMENTS = ("roads", "water", "north-street", "unknown-office")
REPORTERS: tuple[object, ...] = (
    "Mei Lin",
    "Ada Okafor",
    {"id": "r-17", "name": "Wang Wei"},
    {"name": "Sun Li", "phone": "5550100"},
    {"phone": "5550199"},
)
POINTS = (
    (40.71, -73.99),
    (40.72, -73.985),
    (40.73, -73.97),
    (40.70, -74.00),
    (10.0, 10.0),
)


def instant_of(chooser: Random, step: int) -> datetime:
    return BEGINNING + step * STEP + timedelta(microseconds=chooser.choice((0,) * 15 + (1,)))


def _due(chooser: Random, begins: int) -> str:
    return format_instant(
        instant_of(chooser, begins + chooser.choice((1, 4)) * chooser.randint(-1, 40))
    )


def _maybe(chooser: Random, data: dict[str, Any], name: str, value: object) -> None:
    """A third of the time the field is there; now and then it is there and null."""
    fate = chooser.randint(0, 20)
    if fate < 7:
        data[name] = None if fate == 0 else value


def nothing(chooser: Random, begins: int) -> dict[str, Any]:
    return {}


def _says(**words: object) -> Callable[[Random, int], dict[str, Any]]:
    return lambda chooser, begins: dict(words)


def _extras(chooser: Random, begins: int) -> dict[str, Any]:
    data: dict[str, Any] = {}
    lat, lon = chooser.choice(POINTS)
    if chooser.randint(0, 3):
        data |= {"lat": lat, "lon": lon}
    _maybe(chooser, data, "cell", chooser.choice(CELLS))
    _maybe(chooser, data, "zone", chooser.choice(("north", "south", "far-away")))
    _maybe(chooser, data, "reporter", chooser.choice(REPORTERS))
    _maybe(chooser, data, "register", chooser.choice(("city", "enterprise")))
    _maybe(chooser, data, "priority", chooser.choice(("danger", "utilities", "normal")))
    if chooser.randint(0, 4) == 0:
        data["due"] = _due(chooser, begins)
    if chooser.randint(0, 6) == 0:
        data["found_on_spot"] = chooser.choice((True, True, False))
    if chooser.randint(0, 6) == 0:
        data["response_tracked"] = chooser.choice((False, False, True))
    return data


def _reported(chooser: Random, begins: int) -> dict[str, Any]:
    channel = chooser.choice(("hotline", "snapshot", "pigeon"))
    return _extras(chooser, begins) | {
        "channel": channel,
        "category": chooser.choice(CATEGORIES),
    }


def _amended(chooser: Random, begins: int) -> dict[str, Any]:
    every = _reported(chooser, begins)
    names = chooser.sample(sorted(every), min(len(every), 2))
    return {name: every[name] for name in names}


def _orders(chooser: Random, begins: int) -> dict[str, Any]:
    data: dict[str, Any] = {}
    _maybe(chooser, data, "department", chooser.choice(DEPARTMENTS))
    _maybe(chooser, data, "due", _due(chooser, begins))
    return data


def _dispatched(chooser: Random, begins: int) -> dict[str, Any]:
    data = _orders(chooser, begins) | {"department": chooser.choice(DEPARTMENTS)}
    _maybe(chooser, data, "worker", chooser.choice(WORKERS))
    return data


def _verified(chooser: Random, begins: int) -> dict[str, Any]:
    data: dict[str, Any] = {"result": chooser.choice(("confirmed", "not_found"))}
    _maybe(chooser, data, "worker", chooser.choice(WORKERS))
    return data


def _department(chooser: Random, begins: int) -> dict[str, Any]:
    return {"department": chooser.choice(DEPARTMENTS)}


def _instructed(chooser: Random, begins: int) -> dict[str, Any]:
    data: dict[str, Any] = {"text": "see to it"}
    _maybe(chooser, data, "due", _due(chooser, begins))
    return data


def _closed(chooser: Random, begins: int) -> dict[str, Any]:
    data: dict[str, Any] = {}
    _maybe(chooser, data, "verdict", chooser.choice(("on_time", "late")))
    return data


def _called_back(chooser: Random, begins: int) -> dict[str, Any]:
    data: dict[str, Any] = {
        "contacted": chooser.choice((True, False)),
        "resolved": chooser.choice((True, False)),
    }
    _maybe(chooser, data, "reached", chooser.choice((True, False)))
    if chooser.randint(0, 1):
        data["satisfaction"] = chooser.choice(SATISFACTION)
    return data


def _call(chooser: Random, begins: int) -> dict[str, Any]:
    queued = BEGINNING + begins * STEP
    data: dict[str, Any] = {
        "line": "8890",
        "topic": "heat",
        "queued_at": format_instant(queued),
    }
    data["ended_at"] = format_instant(queued + timedelta(minutes=9))
    _maybe(chooser, data, "direction", chooser.choice(("in", "out")))
    if chooser.randint(0, 3):
        waited = timedelta(seconds=chooser.choice((3, 15, 15.000001, 40)))
        data["answered_at"] = format_instant(queued + waited)
    return data


def _located(chooser: Random, begins: int) -> dict[str, Any]:
    lat, lon = chooser.choice(POINTS)
    return {"lat": lat, "lon": lon}


def _shift(chooser: Random, begins: int) -> dict[str, Any]:
    return {"state": chooser.choice(("on", "on", "off")), "cell": chooser.choice(CELLS)}


_REASON = _says(reason="as was found")
FIELDS: Mapping[str, Callable[[Random, int], dict[str, Any]]] = {
    "case.reported": _reported,
    "case.filed": _orders,
    "case.rejected": _REASON,
    "case.voided": _REASON,
    "case.assigned": lambda chooser, begins: {"worker": chooser.choice(WORKERS)},
    "case.accepted": nothing,
    "case.verified": _verified,
    "case.dispatched": _dispatched,
    "case.requested": _says(act="extend", reason="rain"),
    "case.refused": _says(act="extend", reason="no rain"),
    "case.returned": _REASON,
    "case.transferred": _department,
    "case.supervised": lambda chooser, begins: {"level": chooser.choice(SUPERVISION_LEVELS)},
    "case.instructed": _instructed,
    "case.extended": lambda chooser, begins: {
        "due": _due(chooser, begins),
        "reason": "rain",
    },
    "case.suspended": _REASON,
    "case.handled": _department,
    "case.checked": lambda chooser, begins: {"result": chooser.choice(("pass", "fail"))},
    "case.closed": _closed,
    "case.reopened": _REASON,
    "case.rated": lambda chooser, begins: {"satisfaction": chooser.choice(SATISFACTION)},
    "case.called_back": _called_back,
    "case.merged": _says(into="case-0"),
    "case.joined": lambda chooser, begins: {"reporter": chooser.choice(REPORTERS)},
    "case.noted": _says(text="seen"),
    "case.amended": _amended,
    "call.ringing": _says(line="8890"),
    "call.ended": _call,
    "worker.located": _located,
    "worker.shift": _shift,
}
