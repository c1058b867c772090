"""One case from the set of its events, told act by act in the words of INDICATORS.

Every function answers one question about a case by walking over its acts from the first on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipelines.city import City
from pipelines.event import Event
from tests.twin.acts import ENDINGS, Act, acts_of
from tests.twin.due import due_of, is_suspended

STAGES = {
    "case.reported": "reported",
    "case.assigned": "assigned",
    "case.verified": "verified",
    "case.filed": "filed",
    "case.dispatched": "dispatched",
    "case.handled": "handled",
    "case.checked": "checked",
    "case.returned": "filed",
    "case.reopened": "filed",
    "case.transferred": "dispatched",
    "case.answered": "handled",
    **ENDINGS,
}
NAMES_THE_DEPARTMENT = {
    "case.filed",
    "case.dispatched",
    "case.transferred",
    "case.handled",
}
NAMES_THE_WORKER = {"case.assigned", "case.verified", "case.dispatched"}
LEVELS = {"ordinary": 1, "yellow": 2, "red": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a case is once the events up to some instant are folded."""

    id: str
    acts: tuple[Act, ...]
    fields: Mapping[str, Any]
    cell: str | None
    zone: str | None
    reported_at: datetime
    state: str
    stage: str
    department: str | None
    worker: str | None
    end: Act | None
    closing: Act | None
    due_at: datetime | None
    suspended: bool
    level: str | None

    @property
    def register(self) -> str:
        return str(self.fields.get("register", "city"))

    @property
    def verdict(self) -> str | None:
        return self.closing.data.get("verdict") if self.closing else None

    def of(self, *types: str) -> list[Act]:
        """The acts of these types, in fold order."""
        return [act for act in self.acts if act.type in types]


def fold_all(events: Iterable[Event], city: City) -> list[Case]:
    """Every case that is known, from events that stand."""
    of_subject: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.type.startswith("case."):
            of_subject[event.subject].append(event)
    cases = [fold(subject, of_subject[subject], city) for subject in sorted(of_subject)]
    return [case for case in cases if case is not None]


def fold(subject: str, events: Sequence[Event], city: City) -> Case | None:
    """One case; None while nobody has reported it."""
    acts = acts_of(events)
    if not acts:
        return None
    fields = fields_of(acts)
    cell, zone = place_of(fields, city)
    end = end_of_handling(acts)
    return Case(
        id=subject,
        acts=tuple(acts),
        fields=fields,
        cell=cell,
        zone=zone,
        reported_at=acts[0].time,
        state=state_of(acts),
        stage=stage_of(acts),
        department=last_named(acts, NAMES_THE_DEPARTMENT, "department"),
        worker=last_named(acts, NAMES_THE_WORKER, "worker"),
        end=end,
        closing=closing_of(acts),
        due_at=due_of(acts, end, fields, city),
        suspended=is_suspended(acts),
        level=level_of(acts),
    )


def fields_of(acts: Sequence[Act]) -> dict[str, Any]:
    """The report's fields; the last amendment that names one decides it."""
    fields = dict(acts[0].data)
    for act in acts:
        if act.type == "case.amended":
            fields.update(act.data)
    return fields


def place_of(fields: Mapping[str, Any], city: City) -> tuple[str | None, str | None]:
    """Cell and zone: as named, else found from the point, else from the cell."""
    cell, zone = fields.get("cell"), fields.get("zone")
    if cell is None and "lat" in fields and "lon" in fields:
        cell = city.locate(fields["lat"], fields["lon"])
    for known in city.cells:
        if zone is None and known.id == cell:
            zone = known.zone
    return cell, zone


def state_of(acts: Sequence[Act]) -> str:
    """The last of the endings and reopenings decides."""
    state = "open"
    for act in acts:
        if act.type == "case.reopened":
            state = "open"
        elif act.type in ENDINGS:
            state = ENDINGS[act.type]
    return state


def stage_of(acts: Sequence[Act]) -> str:
    """The last act that sets a stage; a failed check sends back to dispatched."""
    stage = "reported"
    for act in acts:
        if act.type in STAGES:
            stage = "dispatched" if act.failed else STAGES[act.type]
    return stage


def last_named(acts: Sequence[Act], types: set[str], field: str) -> str | None:
    """The last value of a field that acts of these types name."""
    found = None
    for act in acts:
        if act.type in types and field in act.data:
            found = act.data[field]
    return found


def closing_of(acts: Sequence[Act]) -> Act | None:
    """The closing that stands."""
    if state_of(acts) != "closed":
        return None
    return [act for act in acts if act.type == "case.closed"][-1]


def end_of_handling(acts: Sequence[Act]) -> Act | None:
    """The last handling or answer that nothing has undone; without one, the closing."""
    end = None
    for act in acts:
        if act.type in ("case.handled", "case.answered"):
            end = act
        elif act.undoes_handling:
            end = None
    return end or closing_of(acts)


def level_of(acts: Sequence[Act]) -> str | None:
    """Supervision goes only upward, until it is cancelled."""
    level: str | None = None
    for act in acts:
        if act.type != "case.supervised":
            continue
        named = act.data["level"]
        if named == "cancelled":
            level = None
        elif level is None or LEVELS[named] > LEVELS[level]:
            level = named
    return level
