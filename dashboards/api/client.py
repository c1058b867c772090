"""The other end of the control socket: a running server's engine as the commands see it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from socket import socket
from typing import Any

from pipelines.event import Event, Refused, parse
from pipelines.fields import parse_instant
from pipelines.refusals import Tally

PART = 5_000
_FAR = datetime(9999, 1, 1, tzinfo=UTC)


class ServerRefused(Exception):
    """The running server could not do what it was asked; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEvent:
    """An event as the running server holds it."""

    event: Event
    retracted: bool


class Client:
    """One conversation with a running server."""

    def __init__(self, line: socket) -> None:
        self._line = line
        self._file = line.makefile("rwb")

    def ask(self, what: str, **more: Any) -> Any:
        """The answer to one request; ServerRefused."""
        try:
            self._file.write(json.dumps({"do": what, **more}).encode() + b"\n")
            self._file.flush()
            line = self._file.readline()
        except OSError as wrong:
            raise ServerRefused(f"the running server went away: {wrong}") from None
        if not line:
            raise ServerRefused("the running server went away")
        said = json.loads(line)
        if "error" in said:
            raise ServerRefused(f"the running server: {said['error']}")
        return said["answer"]

    def now(self) -> datetime:
        """The clock of the server's city."""
        return parse_instant(self.ask("now"))

    def known(self, subjects: Sequence[str]) -> list[KnownEvent]:
        """All events of the cases named."""
        found = []
        for start in range(0, len(subjects), PART):
            for one in self.ask("known", subjects=list(subjects[start : start + PART])):
                event = parse(one["event"], now=_FAR)
                if not isinstance(event, Refused):
                    found.append(KnownEvent(event=event, retracted=bool(one["retracted"])))
        return found

    def send(self, events: Sequence[Event]) -> list[bool]:
        """Whether each event was new, once all are durable."""
        answers: list[bool] = []
        for start in range(0, len(events), PART):
            part = [event.as_cloudevent() for event in events[start : start + PART]]
            answers += self.ask("send", events=part)
        return answers

    def refuse(self, tallies: Sequence[Tally]) -> None:
        """Have the server count what was refused here."""
        if tallies:
            self.ask("refused", tallies=[tally.as_json() for tally in tallies])

    def close(self) -> None:
        """End the conversation."""
        self._file.close()
        self._line.close()
