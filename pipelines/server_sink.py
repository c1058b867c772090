"""An import's sink that is a running server somewhere: its door for events, its reading of cases.

The server answers after the events are durable. While its queue is full it says when to come back,
and the import waits so long.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from pipelines.event import Event, Refused, parse
from pipelines.sources.faults import ImportFailed

_BATCH = 5_000
_TRIES = 60
_TIMEOUT_S = 60
_FAR = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteEvent:
    """An event as the server holds it."""

    event: Event
    retracted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSink:
    """`url` of the server without a path; `wait` sleeps the seconds it is given."""

    url: str
    token: str
    wait: Callable[[float], None]

    def known(self, subjects: Sequence[str]) -> list[RemoteEvent]:
        """All events of the cases named, a question a case; cases it does not know have none."""
        return [event for subject in subjects for event in self._case(subject)]

    def send(self, events: Sequence[Event]) -> list[bool]:
        """Sends in batches; ImportFailed if the server refuses an event."""
        answers: list[bool] = []
        for start in range(0, len(events), _BATCH):
            answers += self._batch(events[start : start + _BATCH])
        return answers

    def _batch(self, events: Sequence[Event]) -> list[bool]:
        body = json.dumps([event.as_cloudevent() for event in events]).encode()
        answer = self._ask("/api/v1/events", body) or {}
        for refused in answer.get("rejected", []):
            raise ImportFailed(f"{self.url}: refused {refused['id']}: {refused['reason']}")
        accepted = int(answer.get("accepted", 0))
        return [place < accepted for place in range(len(events))]

    def _case(self, subject: str) -> Iterator[RemoteEvent]:
        case = self._ask(f"/api/v1/cases/{quote(subject, safe='')}") or {}
        parsed = [parse(raw, now=_FAR) for raw in case.get("events", [])]
        events = [event for event in parsed if not isinstance(event, Refused)]
        back = {(e.source, e.data["event"]) for e in events if e.type == "case.retracted"}
        for event in events:
            yield RemoteEvent(event=event, retracted=event.identity in back)

    def _ask(self, path: str, body: bytes | None = None) -> dict[str, Any] | None:
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/cloudevents-batch+json"
        request = Request(  # noqa: S310  # the address is the user's own, given by --to
            self.url.rstrip("/") + path, data=body, headers=headers
        )
        for _ in range(_TRIES):
            try:
                with urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310  # as above
                    found: dict[str, Any] = json.load(answer)
                    return found
            except HTTPError as wrong:
                with wrong:
                    if wrong.code == 404 and body is None:
                        return None
                    self._wait_or_fail(wrong)
            except (URLError, HTTPException, OSError, ValueError) as wrong:
                raise ImportFailed(f"{self.url}: does not answer: {wrong}") from None
        raise ImportFailed(f"{self.url}: the queue stays full; try later")

    def _wait_or_fail(self, wrong: HTTPError) -> None:
        if wrong.code != 503:
            raise ImportFailed(f"{self.url}: answered {wrong.code} {wrong.reason}") from None
        after = wrong.headers.get("Retry-After", "1")
        self.wait(float(after) if after.isdecimal() else 1.0)
