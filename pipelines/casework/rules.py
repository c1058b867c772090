"""The loop as a pure function: a case, a deed and its actor give events, or a refusal with reason.

A refusal names the kind of obstacle, so that HTTP can tell 403 (role) from 409 (stage, condition)
and 400 (data), and always lists what this actor could do with this case instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, Protocol

from pipelines.casework.acts import ACTS, ROLES, TOGETHER, Act
from pipelines.casework.case import Case, after
from pipelines.casework.conditions import BY_DATA, CONDITIONS, Actor
from pipelines.event import Event

Kind = Literal["unknown", "role", "stage", "condition", "data"]


class Tree(Protocol):
    """The city's departments, of which the parent matters here."""

    @property
    def departments(self) -> Any: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is to be done: the act's name, when (UTC), its data, and the identity of its event."""

    act: str
    time: datetime
    source: str
    id: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a deed is not done, and which acts this actor has with this case."""

    reason: str
    kind: Kind
    allowed: tuple[str, ...]


def decide(case: Case, deed: Deed, actor: Actor, city: Tree | None = None) -> list[Event] | Refusal:
    """The events of the deed in their order, or the refusal; nothing is written anywhere."""
    events: list[Event] = []
    steps = TOGETHER.get(deed.act, (deed.act,))
    for step in steps:
        own_id = deed.id if len(steps) == 1 else f"{deed.id}/{step}"
        found = _step(case, replace(deed, act=step, id=own_id), actor, city)
        if isinstance(found, Refusal):
            return found
        events.append(found)
        case = after(case, found)
    return events


def allowed(case: Case, actor: Actor) -> tuple[str, ...]:
    """The acts open to this actor with this case, in the table's order; the desk's buttons."""
    names = [line.name for line in ACTS if _open_to(line, case, actor)]
    for name, steps in TOGETHER.items():
        dispatcher = any(a.name == steps[-1] and a.roles & actor.roles for a in ACTS)
        if steps[0] in names and dispatcher:
            names.append(name)
    return tuple(dict.fromkeys(names))


def _open_to(line: Act, case: Case, actor: Actor) -> bool:
    if case.stage not in line.stages or not line.roles & actor.roles:
        return False
    if line.when == "asked":
        return bool(case.asked)
    return line.when in BY_DATA or _obstacle(line, case, {}, actor) is None


def _step(case: Case, deed: Deed, actor: Actor, city: Tree | None) -> Event | Refusal:
    found = _line(case, deed, actor)
    if isinstance(found, Refusal):
        return found
    foreign = _foreign(case, actor, city)
    if foreign:
        return _refuse(case, actor, "role", foreign)
    return Event(
        source=deed.source,
        id=deed.id,
        type=found.event,
        time=deed.time,
        subject=case.id,
        data=_told(found, deed, actor, case),
    )


def _line(case: Case, deed: Deed, actor: Actor) -> Act | Refusal:
    """The first line of the table that lets the deed happen, else the refusal nearest to it."""
    lines = [line for line in ACTS if line.name == deed.act]
    if not lines:
        return _refuse(case, actor, "unknown", f"{deed.act!r} is no act of the loop")
    staged = [line for line in lines if case.stage in line.stages]
    if not staged:
        stages = ", ".join(sorted(set().union(*(line.stages for line in lines))))
        told = f"a case that is {case.stage} cannot be {_done(deed.act)}: only one that is {stages}"
        return _refuse(case, actor, "stage", told)
    mine = [line for line in staged if line.roles & actor.roles]
    if not mine:
        roles = ", ".join(sorted(set().union(*(line.roles for line in staged))))
        return _refuse(case, actor, "role", f"{deed.act} is for {roles}")
    return _fitting(case, deed, actor, mine)


def _fitting(case: Case, deed: Deed, actor: Actor, lines: list[Act]) -> Act | Refusal:
    refusal: Refusal | None = None
    for line in lines:
        missing = sorted(name for name in line.needs if deed.data.get(name) in (None, ""))
        obstacle = _obstacle(line, case, deed.data, actor)
        if missing and (line.when != "forced" or deed.data.get("forced")):
            refusal = _refuse(case, actor, "data", f"{deed.act} needs {', '.join(missing)}")
        elif obstacle:
            refusal = refusal or _refuse(case, actor, "condition", obstacle)
        elif not missing:
            return line
    if refusal:
        return refusal
    return _refuse(case, actor, "stage", f"a case that is {case.stage} is closed by force only")


def _refuse(case: Case, actor: Actor, kind: Kind, reason: str) -> Refusal:
    return Refusal(reason=reason, kind=kind, allowed=allowed(case, actor))


def _obstacle(line: Act, case: Case, data: Mapping[str, Any], actor: Actor) -> str | None:
    return CONDITIONS[line.when](case, data, actor) if line.when else None


def _foreign(case: Case, actor: Actor, city: Tree | None) -> str | None:
    """A department acts on its own cases, those it helps with and those below it in the tree."""
    if actor.department is None or case.stage != "dispatched" or case.department is None:
        return None
    if actor.roles - {"department", "worker"}:
        return None
    parents = {d.code: d.parent for d in city.departments} if city else {}
    lineage = {*case.co_departments}
    at: str | None = case.department
    while at and at not in lineage:
        lineage.add(at)
        at = parents.get(at)
    if actor.department in lineage:
        return None
    return f"the case lies with {case.department}, not with {actor.department}"


def _told(line: Act, deed: Deed, actor: Actor, case: Case) -> dict[str, Any]:
    data = {name: value for name, value in deed.data.items() if value is not None}
    if actor.worker and line.name in ("accept", "verify", "check"):
        data.setdefault("worker", actor.worker)
    if line.name == "accept" and case.stage == "dispatched" and actor.department:
        data.setdefault("department", actor.department)
    role = next((role for role in ROLES if role in line.roles & actor.roles), None)
    data["actor"] = {"kind": actor.kind, "role": role, "id": actor.id}
    return data


def _done(act: str) -> str:
    line = next(line for line in ACTS if line.name == act)
    return line.event.removeprefix("case.").replace("_", " ")
