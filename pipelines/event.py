"""An event: what enters at the one door, checked so strictly that it is folded unseen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pipelines import fields as f
from pipelines.event_types import BY_NAME, RANK, SATISFACTION, SUPERVISION_LEVELS, TYPES, EventType
from pipelines.fields import Checker, parse_instant, readable, shown

__all__ = [
    "BY_NAME",
    "RANK",
    "SATISFACTION",
    "SUPERVISION_LEVELS",
    "TYPES",
    "Event",
    "EventType",
    "Refused",
    "format_instant",
    "parse",
]


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
    """Why something at the door is no event; `id`, `source` are its own where they are readable."""

    reason: str
    id: str | None = None
    source: str | None = None


def format_instant(instant: datetime) -> str:
    """RFC 3339 in UTC with as many digits of the second as it needs."""
    whole = instant.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    return f"{whole}.{instant.microsecond:06d}".rstrip("0").rstrip(".") + "Z"


def parse(raw: object, *, now: datetime) -> Event | Refused:
    """One decoded JSON value → the event it is, or the reason it is none. `now` is aware."""
    if not isinstance(raw, Mapping):
        return Refused(reason="an event is a JSON object")
    try:
        return _parse(raw, now)
    except ValueError as wrong:
        named, source = (
            readable(raw[name]) if isinstance(raw.get(name), str) else None
            for name in ("id", "source")
        )
        return Refused(reason=readable(str(wrong)), id=named, source=source)


def _parse(raw: Mapping[str, Any], now: datetime) -> Event:
    if raw.get("specversion", "1.0") != "1.0":
        raise ValueError(f"specversion: {shown(raw['specversion'])} is not 1.0")
    source, event_id = _attribute(raw, "source"), _attribute(raw, "id")
    kind = BY_NAME.get(_attribute(raw, "type"))
    if kind is None:
        raise ValueError(f"type: {shown(raw['type'])} is no known type of event")
    time = _time(_attribute(raw, "time"), now)
    data = _data(kind, raw.get("data"))
    subject = _subject(raw, kind, data)
    _refuse_unwritable({"source": source, "id": event_id, "subject": subject, "data": data})
    return Event(source=source, id=event_id, type=kind.name, time=time, subject=subject, data=data)


def _attribute(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if value is None or value == "":
        raise ValueError(f"{name}: missing")
    if not isinstance(value, str):
        raise ValueError(f"{name}: {shown(value)} is no text")
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
        raise ValueError(f"data: {shown(raw)} is no object")
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
            raise ValueError(
                f"data.{missing[0]}: missing, a callback that reached somebody needs it"
            )
    if name == "worker.shift" and data["state"] == "on" and not data.get("cell"):
        raise ValueError("data.cell: missing, a shift that begins needs it")
    if name == "policy.published" and not (data.get("url") or data.get("text")):
        raise ValueError("data.url: missing, a policy has a url or a text")


def _subject(raw: Mapping[str, Any], kind: EventType, data: Mapping[str, Any]) -> str:
    subject = raw.get("subject")
    if subject is not None and not isinstance(subject, str):
        raise ValueError(f"subject: {shown(subject)} is no text")
    named = data.get(kind.subject_field) if kind.subject_field else None
    if kind.name == "period.closed":
        named = "period"
    if not subject and not named:
        raise ValueError(f"subject: missing, {kind.name} is about something")
    return subject or str(named)


def _refuse_unwritable(event: Mapping[str, Any]) -> None:
    """Half a surrogate pair is no text: it could be neither stored nor sent on."""
    if not _is_text(event):
        places = [*event.items(), *((f"data.{name}", one) for name, one in event["data"].items())]
        where = [name for name, value in places if not _is_text({name: value})][-1]
        raise ValueError(f"{readable(where)}: holds half a surrogate pair, which is no character")


def _is_text(value: Mapping[str, Any]) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
