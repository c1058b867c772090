"""A case as the rules see it: where it stands and what has been asked, from its events alone.

This is the small part of the fold that decides which act comes next; numbers are not read from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pipelines.event import RANK, Event

ENDED = frozenset({"closed", "rejected", "voided", "merged"})
STAGE_AFTER = {
    "case.reported": "reported",
    "case.assigned": "assigned",
    "case.verified": "verified",
    "case.filed": "filed",
    "case.rejected": "rejected",
    "case.voided": "voided",
    "case.dispatched": "dispatched",
    "case.returned": "filed",
    "case.transferred": "dispatched",
    "case.answered": "handled",
    "case.handled": "handled",
    "case.closed": "closed",
    "case.reopened": "filed",
    "case.merged": "merged",
}
_GRANTS = {
    "case.returned": "return",
    "case.extended": "extend",
    "case.suspended": "suspend",
    "case.supervised": "supervise",
}
_NAMES_DEPARTMENT = frozenset({"case.filed", "case.dispatched", "case.transferred", "case.handled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The standing of one case. `asked` holds the acts requested and neither granted nor refused;
    `handlers` the ids of those who handled it; `supervision` its present level."""

    id: str
    stage: str
    found_on_spot: bool = False
    confirmed: bool | None = None
    answered: bool = False
    suspended: bool = False
    accepted: bool = False
    supervision: str | None = None
    department: str | None = None
    co_departments: tuple[str, ...] = ()
    worker: str | None = None
    asked: frozenset[str] = frozenset()
    handlers: frozenset[str] = frozenset()

    @property
    def ended(self) -> bool:
        return self.stage in ENDED


def case_of(events: Iterable[Event]) -> Case | None:
    """The case that a set of its events tells of; None when no report is among them."""
    acts = list(events)
    gone = {(e.source, e.data["event"]) for e in acts if e.type == "case.retracted"}
    told = sorted((e for e in acts if e.identity not in gone), key=_fold_order)
    report = next((e for e in told if e.type == "case.reported"), None)
    if report is None:
        return None
    case = Case(
        id=report.subject,
        stage="reported",
        found_on_spot=bool(report.data.get("found_on_spot")),
    )
    for event in told:
        if event.type != "case.reported":
            case = after(case, event)
    return case


def after(case: Case, event: Event) -> Case:
    """The case once `event` has happened to it; an ended case changes by reopening alone."""
    if case.ended and event.type != "case.reopened":
        return case
    changes = _changes(case, event.type, event.data)
    return replace(case, **changes) if changes else case


def _fold_order(event: Event) -> tuple[Any, ...]:
    return event.time, RANK[event.type], event.id, event.source


def _changes(case: Case, kind: str, data: Any) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if kind in STAGE_AFTER:
        changes["stage"] = STAGE_AFTER[kind]
    if kind in _NAMES_DEPARTMENT and data.get("department"):
        changes["department"] = data["department"]
    if kind in ("case.assigned", "case.verified", "case.dispatched") and data.get("worker"):
        changes["worker"] = data["worker"]
    if kind in _GRANTS:
        changes["asked"] = case.asked - {_GRANTS[kind]}
    return changes | _own_changes(case, kind, data)


def _own_changes(case: Case, kind: str, data: Any) -> dict[str, Any]:
    match kind:
        case "case.assigned":
            return {"accepted": False}
        case "case.accepted":
            return {"accepted": True}
        case "case.verified":
            return {"confirmed": data["result"] == "confirmed"}
        case "case.dispatched":
            return {
                "accepted": False,
                "co_departments": tuple(data.get("co_departments", ())),
            }
        case "case.transferred":
            return {"accepted": False, "asked": frozenset()}
        case "case.requested":
            return {"asked": case.asked | {data["act"]}}
        case "case.refused":
            return {"asked": case.asked - {data["act"]}}
        case "case.suspended" | "case.resumed":
            return {"suspended": kind == "case.suspended"}
        case "case.supervised":
            level = data["level"]
            return {"supervision": None if level == "cancelled" else level}
        case _:
            return _end_changes(case, kind, data)


def _end_changes(case: Case, kind: str, data: Any) -> dict[str, Any]:
    match kind:
        case "case.handled" | "case.answered":
            handlers = case.handlers | _doers(data)
            done = {"answered": kind == "case.answered", "handlers": handlers}
            return done | {"suspended": False, "asked": case.asked & {"supervise"}}
        case "case.checked":
            return {"stage": "checked" if data["result"] == "pass" else "dispatched"}
        case "case.reopened":
            return {"answered": False, "suspended": False, "asked": frozenset()}
        case _:
            return {}


def _doers(data: Any) -> frozenset[str]:
    named = ((data.get("actor") or {}).get("id"), data.get("worker"))
    return frozenset(name for name in named if name)
