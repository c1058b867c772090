"""The one door: events come in as CloudEvents and are answered after they are durable."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import Request, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from dashboards.api.answers import Problem, answer
from dashboards.api.guards import require_scope
from dashboards.context import Context
from pipelines.event import Event, Refused, parse
from pipelines.hub import HubStopped, QueueFull
from pipelines.refusals import Tallies
from pipelines.store import StoreError

ONE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
LINES = "application/x-ndjson"
_MAYBE_NO_JSON = re.compile(rb"NaN|Infinity|[eE]\+?\d{3}")
_UNREADABLE = (ValueError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unread:
    """A line that is no JSON, and why."""

    reason: str


def post_events(context: Context) -> Response:
    """`POST /api/v1/events`."""
    require_scope(context, "events")
    body = _body(context, request)
    now = context.clock()
    read = [_parsed(raw, now, body) for raw in _raw(request.mimetype, body)]
    events = [one for one in read if isinstance(one, Event)]
    rejected = [
        {"index": index, "id": one.id, "reason": one.reason}
        for index, one in enumerate(read)
        if isinstance(one, Refused)
    ]
    if rejected:
        context.hub.refused(_tallies(read))
    accepted = sum(commit(context, events)) if events else 0
    duplicate = len(events) - accepted
    return answer({"accepted": accepted, "duplicate": duplicate, "rejected": rejected})


def _tallies(read: list[Event | Refused]) -> Tallies:
    """What was refused of one request, an event without an id known by its place in it."""
    tallies = Tallies()
    tallies.refused(
        one if one.id else replace(one, id=f"#{index}")
        for index, one in enumerate(read)
        if isinstance(one, Refused)
    )
    return tallies


def commit(context: Context, events: list[Event]) -> list[bool]:
    """Wait until these events are durable; Problem 503 when that cannot be now."""
    try:
        future: Future[list[bool]] = context.hub.submit(events)
        return future.result(timeout=context.settings.answer_timeout_s)
    except QueueFull as full:
        raise Problem(503, str(full), Retry_After=str(full.retry_after_s)) from None
    except (HubStopped, StoreError) as wrong:
        raise Problem(503, str(wrong), Retry_After="5") from None
    except Late:
        said = "the database has not taken these events yet; send them again, none counts twice"
        raise Problem(503, said, Retry_After="5") from None


def _body(context: Context, asked: Request) -> bytes:
    if asked.mimetype not in (ONE, BATCH, LINES):
        said = f"Content-Type: {asked.mimetype or 'none'} is none of {ONE}, {BATCH}, {LINES}"
        raise Problem(415, said, Accept_Post=f"{ONE}, {BATCH}, {LINES}")
    if asked.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Problem(415, "Content-Encoding: send the events uncompressed")
    most = context.settings.max_body_bytes
    asked.max_content_length = most + 1
    body = asked.get_data(cache=False)
    if len(body) > most:  # a body of unsaid length is cut where reading ends, not refused
        raise RequestEntityTooLarge
    return body


def _raw(mimetype: str, body: bytes) -> Iterator[Any]:
    if mimetype == LINES:
        return (_line(line) for line in body.split(b"\n") if line.strip())
    whole = _whole(body)
    if mimetype == ONE:
        return iter([whole])
    if not isinstance(whole, list):
        raise Problem(400, "a batch is a JSON array of events")
    return iter(whole)


def _whole(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8-sig"))
    except _UNREADABLE as wrong:
        raise Problem(400, f"the body is no JSON: {_why(wrong)}") from None


def _line(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8-sig"))
    except _UNREADABLE as wrong:
        return _Unread(reason=f"the line is no JSON: {_why(wrong)}")


def _parsed(raw: Any, now: datetime, body: bytes) -> Event | Refused:
    if isinstance(raw, _Unread):
        return Refused(reason=raw.reason)
    event = parse(raw, now=now)
    if isinstance(event, Event) and _MAYBE_NO_JSON.search(body) and not _is_json(raw):
        where = ", ".join(f"data.{name}" for name, one in event.data.items() if not _is_json(one))
        reason = f"{where or 'an extension'}: holds a number that is none (NaN, Infinity)"
        return Refused(reason=reason, id=event.id, source=event.source)
    return event


def _is_json(value: Any) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        return False
    return True


def _why(wrong: Exception) -> str:
    if isinstance(wrong, UnicodeDecodeError):
        return "it is not UTF-8"
    return "it is nested too deeply" if isinstance(wrong, RecursionError) else str(wrong)
