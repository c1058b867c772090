"""The table of event types, in the contract's order: what each needs, knows and is about.

A type's position breaks ties between acts of one instant, so the order of the lines is part of
their meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines import fields as f
from pipelines.fields import Checker

SUPERVISION_LEVELS = ("ordinary", "yellow", "red", "cancelled")
SATISFACTION = (
    "very_satisfied",
    "satisfied",
    "fairly_satisfied",
    "dissatisfied",
    "very_dissatisfied",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One line of the table: the data it needs, what else it knows, and where its subject is."""

    name: str
    needs: Mapping[str, Checker]
    knows: Mapping[str, Checker]
    subject_field: str | None = None


def _type(
    name: str,
    needs: Mapping[str, Checker] | None = None,
    knows: Mapping[str, Checker] | None = None,
    subject_field: str | None = None,
) -> EventType:
    return EventType(name=name, needs=needs or {}, knows=knows or {}, subject_field=subject_field)


_REASON: dict[str, Checker] = {"reason": f.text}
_ASKED_FOR = f.one_of("return", "extend", "suspend", "supervise")
_DEPARTMENT: dict[str, Checker] = {"department": f.text}
_PLACE: dict[str, Checker] = {"lat": f.between(-90, 90), "lon": f.between(-180, 180)}
_REPORTED: dict[str, Checker] = {
    "channel": f.text,
    "category": f.text,
    "title": f.text,
    "description": f.text,
    "address": f.text,
    **_PLACE,
    "zone": f.text,
    "cell": f.text,
    "reporter": f.person,
    "register": f.one_of("city", "enterprise"),
    "priority": f.text,
    "due": f.instant,
    "found_on_spot": f.flag,
    "response_tracked": f.flag,
    "part": f.text,
    "attributes": f.table,
    "media": f.items,
}
_CALLED: dict[str, Checker] = {"line": f.text, "queued_at": f.instant, "ended_at": f.instant}
_ITEM_KINDS = f.one_of("registration", "project", "delegated", "any_counter", "talent")

TYPES: tuple[EventType, ...] = (
    _type("case.reported", {"channel": f.text, "category": f.text}, _REPORTED),
    _type("case.filed", knows={"due": f.instant, **_DEPARTMENT}),
    _type("case.rejected", _REASON),
    _type("case.voided", _REASON),
    _type(
        "case.assigned",
        {"worker": f.text},
        {"distance_m": f.number, "contact": f.one_of("voice", "app")},
    ),
    _type("case.accepted", knows={"worker": f.text, **_DEPARTMENT}),
    _type(
        "case.verified",
        {"result": f.one_of("confirmed", "not_found")},
        {"worker": f.text, **_PLACE, "media": f.items},
    ),
    _type(
        "case.dispatched",
        _DEPARTMENT,
        {"co_departments": f.texts, "worker": f.text, "due": f.instant},
    ),
    _type(
        "case.requested",
        {"act": _ASKED_FOR, **_REASON},
        {"until": f.instant, "level": f.one_of(*SUPERVISION_LEVELS)},
    ),
    _type("case.refused", {"act": _ASKED_FOR, **_REASON}),
    _type("case.returned", _REASON),
    _type("case.transferred", _DEPARTMENT),
    _type("case.answered", knows={"text": f.text}),
    _type("case.reminded", knows={"note": f.text}),
    _type("case.urged", knows={"note": f.text}),
    _type("case.supervised", {"level": f.one_of(*SUPERVISION_LEVELS)}),
    _type("case.instructed", {"text": f.text}, {"due": f.instant}),
    _type("case.extended", {"due": f.instant, **_REASON}),
    _type("case.suspended", _REASON),
    _type("case.resumed"),
    _type("case.handled", _DEPARTMENT, {"note": f.text, "media": f.items}),
    _type("case.checked", {"result": f.one_of("pass", "fail")}, {"worker": f.text}),
    _type(
        "case.closed",
        knows={"reason": f.text, "forced": f.flag, "verdict": f.one_of("on_time", "late")},
    ),
    _type("case.reopened", _REASON),
    _type("case.rated", {"satisfaction": f.one_of(*SATISFACTION)}),
    _type(
        "case.called_back",
        knows={
            "reached": f.flag,
            "contacted": f.flag,
            "resolved": f.flag,
            "satisfaction": f.one_of(*SATISFACTION),
        },
    ),
    _type("case.merged", {"into": f.text}),
    _type("case.joined", {"reporter": f.person}),
    _type("case.noted", {"text": f.text}),
    _type("case.amended", knows=_REPORTED),
    _type("case.retracted", {"event": f.text}),
    _type("case.redacted", {"fields": f.texts}),
    _type("appeal.filed", {"acts": f.texts, **_REASON}),
    _type("appeal.decided", {"granted": f.flag, **_REASON}),
    _type("period.closed", {"from": f.day_or_instant, "to": f.day_or_instant}),
    _type("call.ringing", {"line": f.text}, {"caller": f.text}),
    _type(
        "call.ended",
        {**_CALLED, "topic": f.text},
        {"answered_at": f.instant, "case": f.text, "direction": f.one_of("in", "out")},
    ),
    _type("worker.located", {"lat": _PLACE["lat"], "lon": _PLACE["lon"]}),
    _type("worker.shift", {"state": f.one_of("on", "off")}, {"cell": f.text}),
    _type(
        "task.assigned",
        {
            "worker": f.text,
            "kind": f.one_of("patrol", "visit", "publicity", "survey", "self_handling"),
        },
        {"cell": f.text, "part": f.text},
    ),
    _type("task.done", knows={"result": f.text, "media": f.items}),
    _type(
        "application.filed",
        {"item": f.text, "kind": _ITEM_KINDS},
        {
            "matter": f.one_of("establish", "change", "cancel"),
            "mode": f.one_of("at_once", "nearby", "online", "one_visit"),
        },
    ),
    _type("application.accepted"),
    _type("application.paused"),
    _type("application.resumed"),
    _type(
        "application.decided",
        {"result": f.one_of("granted", "refused")},
        {"unmanned": f.flag, "met_applicant": f.flag, "visits": f.number},
    ),
    _type("application.withdrawn"),
    _type(
        "service_item.changed",
        {
            "item": f.text,
            "kind": f.text,
            "status": f.one_of("delegated", "withdrawn", "own"),
        },
        {"statutory_days": f.number, "promised_days": f.number},
        "item",
    ),
    _type(
        "observation.made",
        {"station": f.text, "quantity": f.text, "value": f.number, "unit": f.text},
        _PLACE,
        "station",
    ),
    _type(
        "indicator.published",
        {
            "indicator": f.text,
            "period": f.period,
            "value": f.number,
            "unit": f.text,
            "source": f.text,
        },
        {"area": f.text, "qualifier": f.text, "method": f.text},
        "indicator",
    ),
    _type(
        "policy.published", {"title": f.text, "audience": f.texts}, {"url": f.text, "text": f.text}
    ),
    _type("policy.delivered", {"enterprise": f.text}),
    _type("policy.read", {"enterprise": f.text}),
    _type(
        "alarm.raised",
        {"severity": f.one_of("critical", "major", "minor", "warning"), "text": f.text},
        {"alarm": f.text},
        "alarm",
    ),
    _type("alarm.acknowledged", {"by": f.text}, {"alarm": f.text}, "alarm"),
    _type("alarm.cleared", knows={"alarm": f.text}, subject_field="alarm"),
)
BY_NAME: Mapping[str, EventType] = {line.name: line for line in TYPES}
RANK: Mapping[str, int] = {line.name: rank for rank, line in enumerate(TYPES)}
