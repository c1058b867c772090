"""When a case is due: the last due named, else the category's limit, moved by suspensions."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pipelines.city import City
from pipelines.citytypes import Limit
from pipelines.fields import parse_instant
from tests.twin import clocks
from tests.twin.acts import ENDINGS, Act

NAMES_THE_DUE = {
    "case.reported",
    "case.filed",
    "case.dispatched",
    "case.extended",
    "case.instructed",
    "case.amended",
}
ENDS_A_SUSPENSION = {"case.resumed", "case.handled", "case.answered", *ENDINGS}


def suspensions_of(acts: Sequence[Act]) -> list[tuple[Act, Act | None]]:
    """Each suspension with the act that ended it; a second one while suspended is nothing."""
    spans: list[tuple[Act, Act | None]] = []
    running: Act | None = None
    for act in acts:
        if act.type == "case.suspended":
            running = running or act
        elif act.type in ENDS_A_SUSPENSION and running:
            spans.append((running, act))
            running = None
    if running:
        spans.append((running, None))
    return spans


def is_suspended(acts: Sequence[Act]) -> bool:
    """Whether a suspension is still running."""
    return any(stop is None for _, stop in suspensions_of(acts))


def due_of(
    acts: Sequence[Act], end: Act | None, fields: Mapping[str, Any], city: City
) -> datetime | None:
    """The last due named in time, else the category's limit from the report, both moved on."""
    naming = None
    for act in acts:
        too_late = end is not None and act.place > end.place
        if act.type in NAMES_THE_DUE and "due" in act.data and not too_late:
            naming = act
    if naming:
        moved = _suspended_for(acts, end, naming, "urgent_hours", city)
        return parse_instant(naming.data["due"]) + moved
    limit = limit_of(fields.get("category"), city)
    if limit is None:
        return None
    moved = _suspended_for(acts, end, acts[0], limit.unit, city)
    return clocks.end_of(acts[0].at, clocks.length(limit) + moved, limit.unit, city)


def _suspended_for(
    acts: Sequence[Act], end: Act | None, naming: Act, unit: str, city: City
) -> timedelta:
    total = timedelta(0)
    for start, stop in suspensions_of(acts):
        if stop is None or (end is not None and start.place > end.place):
            continue
        total += clocks.used(max(start.at, naming.at), stop.at, unit, city)
    return total


def limit_of(category: str | None, city: City) -> Limit | None:
    """The limit the pack gives a category; unknown ones have none."""
    for known in city.categories:
        if known.code == category:
            return known.limit
    return None
