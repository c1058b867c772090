"""An event: what enters at the one door, checked so strictly that it can be folded without another look.

The table of types is the contract's, in its order: a type's position breaks ties between acts of
one instant, so the order of the lines below is part of their meaning.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pipelines import fields as f
from pipelines.fields import Checker, parse_instant

SUPERVISION_LEVELS = ("ordinary", "yellow", "red", "cancelled")
SATISFACTION = (
    "very_satisfied",
    "satisfied",
    "fairly_satisfied",
    "dissatisfied",
    "very_dissatisfied",
)
FAR_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One accepted event. `time` is UTC; `data` holds what was sent, absent members left out."""

    source: str
    id: str
    type: str
    time: datetime
    subject: str
    data: Mapping[str, Any]

    @property
    def identity(self) -> tuple[str, str]:
        return self.source, self.id

    def as_cloudevent(self) -> dict[str, Any]:
        """The event as CloudEvents 1.0 JSON, time in UTC."""
        return {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "time": format_instant(self.time),
            "subject": self.subject,
            "data": dict(self.data),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why something at the door is no event; `id` is its own id where it has a readable one."""

    reason: str
    id: str | None = None


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
        {"act": f.one_of("return", "extend", "suspend", "supervise"), **_REASON},
        {"until": f.instant, "level": f.one_of(*SUPERVISION_LEVELS)},
    ),
    _type("case.refused", {"act": f.text, **_REASON}),
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
    _type("period.closed", {"from": f.text, "to": f.text}),
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
    _type("policy.published", {"title": f.text, "audience": f.texts}, {"url": f.text, "text": f.text}),
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


def format_instant(instant: datetime) -> str:
    """RFC 3339 in UTC with as many digits of the second as it needs."""
    whole = instant.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    return f"{whole}.{instant.microsecond:06d}".rstrip("0").rstrip(".") + "Z"


def parse(raw: object, *, now: datetime) -> Event | Refused:
    """One decoded JSON value → the event it is, or the reason it is none. `now` is aware."""
    if not isinstance(raw, Mapping):
        return Refused(reason="an event is a JSON object")
    event_id = raw.get("id")
    try:
        return _parse(raw, now)
    except ValueError as wrong:
        return Refused(reason=str(wrong), id=event_id if isinstance(event_id, str) else None)


def _parse(raw: Mapping[str, Any], now: datetime) -> Event:
    if raw.get("specversion", "1.0") != "1.0":
        raise ValueError(f"specversion: {raw['specversion']!r} is not 1.0")
    source, event_id = _attribute(raw, "source"), _attribute(raw, "id")
    kind = BY_NAME.get(_attribute(raw, "type"))
    if kind is None:
        raise ValueError(f"type: {raw['type']!r} is no known type of event")
    time = _time(_attribute(raw, "time"), now)
    data = _data(kind, raw.get("data"))
    subject = _subject(raw, kind, data)
    _refuse_unwritable(source, event_id, subject, json.dumps(data, ensure_ascii=False))
    return Event(
        source=source, id=event_id, type=kind.name, time=time, subject=subject, data=data
    )


def _attribute(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if value is None or value == "":
        raise ValueError(f"{name}: missing")
    if not isinstance(value, str):
        raise ValueError(f"{name}: {value!r} is no text")
    return value


def _time(text: str, now: datetime) -> datetime:
    try:
        time = parse_instant(text)
    except ValueError as wrong:
        raise ValueError(f"time: {wrong}") from None
    if time - now > FAR_AHEAD:
        raise ValueError(f"time: {text} is more than a day ahead of the city's clock")
    return time


def _data(kind: EventType, raw: object) -> dict[str, Any]:
    if raw is not None and not isinstance(raw, Mapping):
        raise ValueError(f"data: {raw!r} is no object")
    given = {name: value for name, value in (raw or {}).items() if value is not None}
    data = {name: value for name, value in given.items() if value != "" or name not in kind.knows}
    for name, check in kind.needs.items():
        if data.get(name) is None or data[name] == "":
            raise ValueError(f"data.{name}: missing, {kind.name} needs it")
        _check(name, check, data[name])
    for name, check in kind.knows.items():
        if name in data:
            _check(name, check, data[name])
    if "actor" in data:
        _check("actor", f.actor, data["actor"])
    _refuse_half_said(kind.name, data)
    return data


def _check(name: str, check: Checker, value: object) -> None:
    wrong = check(value)
    if wrong:
        raise ValueError(f"data.{name}: {wrong}")


def _refuse_half_said(name: str, data: Mapping[str, Any]) -> None:
    """The needs that depend on another field of the same event."""
    if name == "case.called_back" and data.get("reached", True):
        missing = [field for field in ("contacted", "resolved") if field not in data]
        if missing:
            raise ValueError(f"data.{missing[0]}: missing, a callback that reached somebody needs it")
    if name == "worker.shift" and data["state"] == "on" and not data.get("cell"):
        raise ValueError("data.cell: missing, a shift that begins needs it")
    if name == "policy.published" and not (data.get("url") or data.get("text")):
        raise ValueError("data.url: missing, a policy has a url or a text")


def _subject(raw: Mapping[str, Any], kind: EventType, data: Mapping[str, Any]) -> str:
    subject = raw.get("subject")
    if subject is not None and not isinstance(subject, str):
        raise ValueError(f"subject: {subject!r} is no text")
    named = data.get(kind.subject_field) if kind.subject_field else None
    if kind.name == "period.closed":
        named = "period"
    if not subject and not named:
        raise ValueError(f"subject: missing, {kind.name} is about something")
    return subject or str(named)


def _refuse_unwritable(*texts: str) -> None:
    """Half a surrogate pair is no text: it could be neither stored nor sent on."""
    for text in texts:
        try:
            text.encode()
        except UnicodeEncodeError:
            raise ValueError("holds half a surrogate pair, which is no character") from None
