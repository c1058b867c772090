"""Cases as a list that is paged through, and one case with everything that happened to it."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pipelines.clock import EVER, LONG_AGO
from pipelines.engine import Engine, StoredEvent
from pipelines.metrics import DIMENSIONS
from pipelines.moment import Moment, lay_moment
from pipelines.store import Cursor

NAMES = ("stage", "channel", "category", "class", "zone", "cell", "department", "worker",
         "register", "priority", "title", "description", "address", "lat", "lon",
         "reported_at", "due_at", "first_response_at", "handled_at", "closed_at")  # fmt: skip
ERASED = "[redacted]"
REACHES = (timedelta(days=14), timedelta(days=100), timedelta(days=800))
TEXTS, PLACE = ("title", "description", "address"), ("lat", "lon")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuery:
    """Which cases, as they were at `as_of`; bbox is west, south, east, north in degrees."""

    as_of: datetime
    start: datetime | None = None
    end: datetime | None = None
    state: str | None = None
    text: str | None = None
    bbox: tuple[float, float, float, float] | None = None
    filters: Sequence[tuple[str, tuple[str, ...]]] = ()
    cursor: str | None = None
    limit: int = 100


def find_cases(engine: Engine, query: CaseQuery) -> tuple[list[dict[str, Any]], str | None]:
    """One page, latest report first, and the cursor of the next; ValueError for a torn cursor."""
    parameters = _parameters(engine, query)
    with engine.store.reading() as reader:
        for since in _reaches(engine, reader, query):
            moment = Moment(
                as_of=query.as_of,
                before=query.end or EVER,
                since=since,
                stock=since == LONG_AGO,
            )
            lay_moment(engine, reader, moment)
            rows = reader.records("queries/find_cases", **parameters)
            if len(rows) > query.limit:
                break
    page = rows[: query.limit]
    following = _cursor(page[-1]) if len(rows) > query.limit else None
    return [_shown(row) for row in page], following


def _reaches(engine: Engine, reader: Cursor, query: CaseQuery) -> Iterator[datetime]:
    """How far back the latest cases are looked for: over sealed years, step by step."""
    if query.start is None and engine.sealed.files(reader):
        newest = _read_cursor(query.cursor)[0] or min(query.end or EVER, query.as_of)
        yield from (newest - days for days in REACHES if newest - LONG_AGO > days)
    yield query.start or LONG_AGO


def one_case(engine: Engine, case_id: str, as_of: datetime) -> dict[str, Any] | None:
    """The case as it was at `as_of` with its clocks, reporters, media and acts; None if unknown."""
    with engine.store.reading() as reader:
        engine.sealed.lay_cases(reader, [case_id])
        reader.run("queries/chosen_case", subject=case_id, as_of=as_of)
        engine.fold_chosen(reader)
        rows = reader.records("queries/one_case")
    if not rows:
        return None
    stored = engine.case_events([case_id])
    erased = _erased(stored)
    events = _masked((one for one in stored if one.event.time <= as_of), erased)
    standing = _standing(events)
    return _shown(_without(rows[0], erased)) | {
        "clocks": _clocks(rows[0], as_of),
        "reporters": _said(standing, "reporter"),
        "media": [item for media in _said(standing, "media") if media != ERASED for item in media],
        "events": events,
    }


def _parameters(engine: Engine, query: CaseQuery) -> dict[str, Any]:
    west, south, east, north = query.bbox or (None, None, None, None)
    after_at, after_id = _read_cursor(query.cursor)
    filters = dict(query.filters)
    return {
        "from": query.start,
        "to": query.end,
        "as_of": query.as_of,
        "after_at": after_at,
        "after_id": after_id,
        "state": query.state or "",
        "text": query.text or "",
        "west": west, "south": south, "east": east, "north": north,
        "limit": query.limit + 1,
        "zone_name": engine.city.timezone.key,
        "day_start_s": engine.city.day_start_s,
        **{name: list(filters.get(name, ())) for name in DIMENSIONS},
    }  # fmt: skip


def _cursor(row: Mapping[str, Any]) -> str:
    place = json.dumps([row["reported_at"].isoformat(), row["subject"]])
    return base64.urlsafe_b64encode(place.encode()).decode()


def _read_cursor(cursor: str | None) -> tuple[datetime | None, str | None]:
    if not cursor:
        return None, None
    try:
        at, subject = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        return datetime.fromisoformat(at).astimezone(UTC), str(subject)
    except (ValueError, TypeError):
        raise ValueError("cursor: this is no cursor that an earlier page gave") from None


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    state = "open" if row["ended"] is None else "closed"
    return {"id": row["subject"], "state": state} | {name: row[name] for name in NAMES}


def _clocks(row: Mapping[str, Any], as_of: datetime) -> list[dict[str, Any]]:
    reported = row["reported_at"]
    first = reported + timedelta(minutes=15) if row["response_tracked"] else None
    sent = reported + timedelta(seconds=30) if row["response_tracked"] else None
    clocks = (
        ("first_response", reported, first, row["first_response_at"]),
        ("dispatch", reported, sent, row["sent_at"]),
        ("filing", reported, row["filing_due_at"], row["filed_at"]),
        ("handling", reported, row["due_at"], row["handling_ended_at"]),
        ("acceptance", row["dispatched_at"], row["accept_due_at"], row["accepted_at"]),
        ("check", row["last_handled_at"], row["check_due_at"], row["checked_at"]),
    )
    return [
        {"name": name, "starts_at": starts, "due_at": due, "ended_at": ended,
         "status": _status(due, ended, as_of, name == "handling" and row["suspended_at"])}
        for name, starts, due, ended in clocks
        if starts is not None and due is not None
    ]  # fmt: skip


def _status(due: datetime, ended: datetime | None, as_of: datetime, pause: object) -> str:
    if ended is None and pause:
        return "suspended"
    if ended is None:
        return "overdue" if as_of > due else "running"
    return "late" if ended > due else "on_time"


def _erased(stored: Iterable[StoredEvent]) -> set[str]:
    """The fields whose content is gone; an erasure holds for earlier instants too."""
    return {
        field
        for one in stored
        if one.event.type == "case.redacted"
        for field in one.event.data["fields"]
    }


def _without(row: Mapping[str, Any], erased: set[str]) -> dict[str, Any]:
    texts = {name: ERASED for name in TEXTS if name in erased and row[name] is not None}
    return {**row, **texts, **{name: None for name in PLACE if name in erased}}


def _masked(stored: Iterable[StoredEvent], erased: set[str]) -> list[dict[str, Any]]:
    """The acts as CloudEvents, the content of erased fields gone."""
    acts = [one.event.as_cloudevent() for one in stored]
    for act in acts:
        if act["type"] != "case.redacted":
            act["data"].update(dict.fromkeys(erased & set(act["data"]), ERASED))
    return acts


def _standing(events: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The acts that nobody has taken back; a retraction may itself be taken back."""
    back = [act for act in events if act["type"] == "case.retracted"]
    named = {(act["source"], act["data"]["event"]) for act in back}
    gone = {
        (act["source"], act["data"]["event"])
        for act in back
        if (act["source"], act["id"]) not in named
    }
    return [act for act in events if (act["source"], act["id"]) not in gone]


def _said(events: Iterable[Mapping[str, Any]], field: str) -> list[Any]:
    return [act["data"][field] for act in events if act["data"].get(field)]
