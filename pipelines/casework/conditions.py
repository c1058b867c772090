"""The conditions of acts beside stage and role: each says what stands against an act, or None."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pipelines.casework.acts import ROLES
from pipelines.casework.case import Case

LEVELS = ("ordinary", "yellow", "red")
LOCAL = "local"
"""The one user of a loopback server without accounts: every role, and he may check his own work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts; `department` and `worker` bind him to the cases that are his."""

    id: str
    roles: frozenset[str]
    kind: Literal["human", "system"] = "human"
    department: str | None = None
    worker: str | None = None

    @classmethod
    def local(cls) -> "Actor":
        return cls(id=LOCAL, roles=frozenset(ROLES) - {"system"})


Condition = Callable[[Case, Mapping[str, Any], Actor], str | None]


def _is(wanted: bool, reason: str) -> str | None:
    return None if wanted else reason


def _higher(case: Case, data: Mapping[str, Any], _: Actor) -> str | None:
    level, present = data.get("level"), case.supervision
    if level == "cancelled":
        return _is(
            present is not None,
            "the case is not supervised, so nothing can be cancelled",
        )
    if level not in LEVELS:
        return f"level: {level!r} is none of {', '.join(LEVELS)}, cancelled"
    rises = present is None or LEVELS.index(level) > LEVELS.index(present)
    return _is(rises, f"supervision goes upwards only: the case is at {present} already")


def _first_level(case: Case, data: Mapping[str, Any], actor: Actor) -> str | None:
    if data.get("level") != "ordinary":
        return "the system supervises at ordinary; yellow and red are signed by a supervisor"
    return _higher(case, data, actor)


def _not_asked(case: Case, data: Mapping[str, Any], _: Actor) -> str | None:
    act = data.get("act")
    if act not in ("return", "extend", "suspend"):
        return f"act: {act!r} is none of return, extend, suspend"
    return _is(act not in case.asked, f"{act} has been requested and is not decided yet")


def _higher_asked(case: Case, data: Mapping[str, Any], actor: Actor) -> str | None:
    if data.get("act") != "supervise":
        return "return, extension and suspension are requested by the department while it handles"
    if "supervise" in case.asked:
        return "supervise has been requested and is not decided yet"
    return _higher(case, data, actor) if data.get("level") else None


def _own(case: Case, data: Mapping[str, Any], actor: Actor) -> str | None:
    names = {actor.id, actor.worker, data.get("worker")} - {None}
    own = actor.id != LOCAL and bool(names & case.handlers)
    return _is(not own, "nobody checks what he handled")


def _callback(_: Case, data: Mapping[str, Any], __: Actor) -> str | None:
    said = not data.get("reached", True) or {"contacted", "resolved"} <= set(data)
    return _is(said, "a callback that reached somebody says contacted and resolved")


CONDITIONS: Mapping[str, Condition] = {
    "fileable": lambda c, d, a: _is(
        c.stage != "verified" or c.confirmed is True,
        "verified as not found: reject or answer it",
    ),
    "own_find": lambda c, d, a: _is(c.found_on_spot, "a worker files what he found on the spot"),
    "not_confirmed": lambda c, d, a: _is(
        c.stage != "verified" or not c.confirmed, "verified as confirmed: file it"
    ),
    "into_another": lambda c, d, a: _is(d.get("into") != c.id, "a case is not merged into itself"),
    "not_accepted": lambda c, d, a: _is(not c.accepted, "the order has been taken already"),
    "not_asked": _not_asked,
    "higher_asked": _higher_asked,
    "asked": lambda c, d, a: _is(d.get("act") in c.asked, f"{d.get('act')} was not requested"),
    "running": lambda c, d, a: _is(not c.suspended, "the case is suspended already"),
    "suspended": lambda c, d, a: _is(c.suspended, "the case is not suspended"),
    "not_own_handling": _own,
    "answered": lambda c, d, a: _is(c.answered, "handled, but not checked yet: check it first"),
    "forced": lambda c, d, a: _is(d.get("forced") is True, "closing before the end needs forced"),
    "callback_complete": _callback,
    "higher": _higher,
    "first_level": _first_level,
}
BY_DATA = frozenset(
    {
        "into_another",
        "not_asked",
        "higher_asked",
        "asked",
        "forced",
        "callback_complete",
        "higher",
        "first_level",
    }
)
"""Conditions that only the data of a deed can answer."""
