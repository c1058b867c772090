"""Import of a case file into whatever holds the log: this server's engine, or one far away.

The file is read twice. The first pass finds what makes it unusable before anything is sent, and
which rows a later row of the same case replaces (the later one wins); the second sends, a chunk of
rows at a time, only what the log does not hold yet. So a second import accepts nothing.
An export says what its rows say now: import exports in the order in which they were made.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipelines.event import Event, Refused
from pipelines.refusals import Tallies, Tally
from pipelines.sources.cases import Plan, RowEvents, plan_rows
from pipelines.sources.corrections import StoredEvent, correct
from pipelines.sources.faults import ImportFailed, RowRejected
from pipelines.sources.rejects import Rejects
from pipelines.sources.rows import Row, open_rows
from pipelines.sources.rules import Profile

CHUNK = 10_000
_FIRST_REASONS = 3


class Sink(Protocol):
    """Where events go. `known` gives all stored events of the cases named, in any order; `send`
    returns after they are durable, False for each that was a duplicate."""

    def known(self, subjects: Sequence[str]) -> Sequence[StoredEvent]: ...

    def send(self, events: Sequence[Event]) -> Sequence[bool]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """Rows read and rejected; events = accepted + duplicate (known before, or sent in vain)."""

    read: int = 0
    events: int = 0
    accepted: int = 0
    duplicate: int = 0
    rejected: int = 0
    reasons: tuple[str, ...] = ()
    refused: tuple[Tally, ...] = ()

    def as_json(self) -> str:
        """The one line that `import` prints."""
        names = ("read", "events", "accepted", "duplicate", "rejected")
        return json.dumps({name: getattr(self, name) for name in names})


def import_file(
    path: Path,
    profile: Profile,
    sink: Sink,
    *,
    zone: ZoneInfo,
    now: datetime,
    rejects: Path | None = None,
    console: Console | None = None,
    chunk: int = CHUNK,
) -> ImportResult:
    """Reads a case file into `sink`. `zone`: the city's, for profiles without one; `now`: the
    city's clock. The bar is drawn on `console`, where that is a terminal. ImportFailed."""
    target = rejects or Path.cwd() / f"{path.name.partition('.')[0]}.rejects.csv"
    if target.resolve() == path.resolve():
        raise ImportFailed(f"{path.name}: is also the rejects file; name another")
    run = _Run(path, profile, zone, now)
    with Rejects(target, profile) as refused, _bar(console) as bar:
        task = bar.add_task(path.name, total=None)
        plan = run.plan(lambda count: bar.update(task, total=None, completed=count))
        bar.update(task, total=plan.rows, completed=0)
        return run.send(plan, sink, refused, chunk, lambda count: bar.update(task, completed=count))


def _bar(console: Console | None) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    shown = console or Console(stderr=True, quiet=True)
    unseen = console is None or not console.is_terminal
    return Progress(*columns, TimeRemainingColumn(), console=shown, disable=unseen)


class _Run:
    """One import: the counters and the way of a chunk."""

    def __init__(self, path: Path, profile: Profile, zone: ZoneInfo, now: datetime) -> None:
        self._path, self._profile = path, profile
        self._events = RowEvents(profile, zone, now)
        self._read = self._accepted = self._duplicate = self._rejected = 0
        self._reasons: list[str] = []
        self._refused = Tallies()

    def plan(self, tell: Callable[[int], None]) -> Plan:
        return plan_rows(self._path, self._events, self._profile, tell)

    def send(
        self,
        plan: Plan,
        sink: Sink,
        refused: Rejects,
        chunk: int,
        tell: Callable[[int], None],
    ) -> ImportResult:
        table = open_rows(self._path, self._profile)
        refused.begin(table.headings)
        rows = enumerate(table.rows)
        while some := list(islice(rows, chunk)):
            cases = self._cases(some, plan, refused)
            self._send_cases(cases, sink)
            self._read += len(some)
            tell(self._read)
        if not self._read:
            self._reasons.append(f"{self._path.name}: has no rows; nothing was read")
        return ImportResult(
            read=self._read,
            events=self._accepted + self._duplicate,
            accepted=self._accepted,
            duplicate=self._duplicate,
            rejected=self._rejected,
            reasons=tuple(self._reasons),
            refused=tuple(self._refused),
        )

    def _cases(
        self, rows: Sequence[tuple[int, Row]], plan: Plan, refused: Rejects
    ) -> dict[str, list[Event]]:
        cases: dict[str, list[Event]] = {}
        for position, row in rows:
            if position in plan.replaced:
                continue
            try:
                events = self._events.of(row)
                cases[events[0].subject] = events
            except RowRejected as wrong:
                self._reject(row, str(wrong), refused)
        return cases

    def _reject(self, row: Row, why: str, refused: Rejects) -> None:
        reason = f"row {row.number}, {why}"
        refused.write(row, reason)
        self._rejected += 1
        self._refused.refused([Refused(reason=why, id=f"row {row.number}")], self._profile.source)
        if len(self._reasons) < _FIRST_REASONS:
            self._reasons.append(f"{self._path.name}, {reason}")

    def _send_cases(self, cases: Mapping[str, list[Event]], sink: Sink) -> None:
        stored: dict[str, list[StoredEvent]] = {subject: [] for subject in cases}
        for one in sink.known(list(cases)) if cases else ():
            if one.event.subject in stored:
                stored[one.event.subject].append(one)
        events: list[Event] = []
        for subject, wanted in cases.items():
            correction = correct(wanted, stored[subject])
            self._duplicate += correction.known
            events += correction.send
        accepted = sum(sink.send(events)) if events else 0
        self._accepted += accepted
        self._duplicate += len(events) - accepted
