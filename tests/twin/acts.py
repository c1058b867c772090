"""Which events stand, and which acts of a case count, in their order.

A retracted event stands until its retraction; a retraction may itself be taken back, once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipelines.event import RANK, Event

Received = tuple[Event, datetime]

ENDINGS = {
    "case.closed": "closed",
    "case.rejected": "rejected",
    "case.voided": "voided",
    "case.merged": "merged",
}
COUNT_AFTER_THE_END = {
    "case.reopened",
    "case.rated",
    "case.called_back",
    "case.noted",
    "case.amended",
    *ENDINGS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act that counts: its place in the fold, its own time, and the time it counts from."""

    place: int
    type: str
    time: datetime
    at: datetime
    data: Mapping[str, Any]

    @property
    def human(self) -> bool:
        actor = self.data.get("actor") or {}
        return actor.get("kind") != "system"

    @property
    def undoes_handling(self) -> bool:
        return self.type == "case.reopened" or self.failed

    @property
    def failed(self) -> bool:
        return self.type == "case.checked" and self.data.get("result") == "fail"


def order(event: Event) -> tuple[datetime, int, str, str]:
    """Time, then the table of types, then id, then source."""
    return event.time, RANK[event.type], event.id, event.source


def stand_at(
    received: Iterable[Received], as_of: datetime, known_at: datetime | None
) -> list[Event]:
    """The events that stand: first content of an identity, known, happened, not taken back."""
    happened = [event for event in _first_contents(received, known_at) if event.time <= as_of]
    retractions = [event for event in happened if event.type == "case.retracted"]
    taken_back = {_target(event) for event in retractions}
    in_force = {_target(event) for event in retractions if _name(event) not in taken_back}
    return [event for event in happened if _name(event) not in in_force]


def _first_contents(received: Iterable[Received], known_at: datetime | None) -> list[Event]:
    first: dict[tuple[str, str], Event] = {}
    for event, received_at in received:
        if known_at is None or received_at <= known_at:
            first.setdefault((event.source, event.id), event)
    return list(first.values())


def _name(event: Event) -> tuple[str, str, str]:
    return event.subject, event.source, event.id


def _target(retraction: Event) -> tuple[str, str, str]:
    return retraction.subject, retraction.source, retraction.data["event"]


def acts_of(events: Sequence[Event]) -> list[Act]:
    """The report first, then what counts: on an ended case only the few acts that still do."""
    reports = sorted((event for event in events if event.type == "case.reported"), key=order)
    if not reports:
        return []
    report = reports[0]
    others = [event for event in events if event.type != "case.reported"]
    acts: list[Act] = []
    ended = False
    for event in [report, *sorted(others, key=order)]:
        if ended and event.type not in COUNT_AFTER_THE_END:
            continue
        if event.type in ENDINGS or event.type == "case.reopened":
            ended = event.type in ENDINGS
        acts.append(_act(len(acts), event, report.time))
    return acts


def _act(place: int, event: Event, reported_at: datetime) -> Act:
    data = {name: value for name, value in event.data.items() if value is not None}
    at = max(event.time, reported_at)
    return Act(place=place, type=event.type, time=event.time, at=at, data=data)
