"""Pathway: one dataflow from acts to the wall's lines, kept up to date by differences.

Time is told to it as an act: `casebook.Limits` says which limits have passed. All lines leave
through one sink with the batch's number, so that a batch is answered when its number is out.
"""

import logging
import queue
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pathway as pw

from bench.acts import CLOSED, HANDLED, HOUR, REOPENED, REPORTED, TODAY, Act, Line, quantile, rate
from bench.engines.casebook import FLAGS, Limits
from bench.ground import Ground
from bench.history import Day

PASSED, NUMBER = 5, 6
TIMES = {
    "reported_at": REPORTED, "handled_at": HANDLED, "closed_at": CLOSED, "reopened_at": REOPENED,
    "passed_at": PASSED,
}  # fmt: skip
LONGEST_S = 600.0


class Told(pw.Schema):  # type: ignore[misc]  # the library has no types here
    """An act, a limit that has passed or a batch's number, as the flow takes them."""

    subject: str
    kind: int
    time: int
    zone: str
    cell: str
    due: int


class Feed(pw.io.python.ConnectorSubject):  # type: ignore[misc]  # the same
    """Batches from the queue, each committed as one; None ends it."""

    def __init__(self, batches: "queue.Queue[list[Act] | None]") -> None:
        super().__init__()
        self.batches = batches

    def run(self) -> None:
        while (batch := self.batches.get()) is not None:
            for act in batch:
                self.next(
                    subject=act.subject,
                    kind=act.kind,
                    time=act.time,
                    zone=act.zone or "",
                    cell=act.cell or "",
                    due=act.due or 0,
                )
            self.commit()


class Flow:
    """The flow runs in a thread of its own; nothing is kept when the process ends."""

    def __init__(self, ground: Ground) -> None:
        logging.getLogger().setLevel(logging.ERROR)
        self.ground, self.limits, self.number = ground, Limits(), 0
        self.lines: dict[tuple[str, str], dict[str, Any]] = {}
        self.batches: queue.Queue[list[Act] | None] = queue.Queue()
        self.ended = threading.Condition()
        self.reached = 0
        told = pw.io.python.read(Feed(self.batches), schema=Told, autocommit_duration_ms=None)
        pw.io.subscribe(_lines(told), on_change=self._change, on_time_end=self._end)
        self.thread = threading.Thread(target=pw.run, kwargs={
            "monitoring_level": pw.MonitoringLevel.NONE
        })  # fmt: skip
        self.thread.start()

    def load(self, days: Iterable[Day]) -> None:
        for day in days:
            acts = day.acts(self.ground)
            self.tick(acts, acts[-1].time)

    def prepare(self, acts: Sequence[Act]) -> Sequence[Act]:
        return acts

    def tick(self, batch: Sequence[Act], as_of: int) -> None:
        self.number += 1
        passed = [Act("", PASSED, name, as_of) for name in self.limits.passed(batch, as_of)]
        self.batches.put([*batch, *passed, Act("", NUMBER, "", self.number)])
        with self.ended:
            if not self.ended.wait_for(lambda: self.reached == self.number, LONGEST_S):
                raise TimeoutError(f"batch {self.number} did not come out of the flow")

    def _change(self, key: Any, row: dict[str, Any], time: int, is_addition: bool) -> None:  # noqa: ARG002  # the library calls it so
        if is_addition:
            self.lines[row["by"], row["key"]] = row
        elif self.lines.get((row["by"], row["key"])) == row:
            del self.lines[row["by"], row["key"]]

    def _end(self, time: int) -> None:  # noqa: ARG002  # the same
        with self.ended:
            self.reached = self.lines["number", ""]["is_due"]
            self.ended.notify_all()

    def answer(self, as_of: int) -> list[Line]:
        del as_of
        return [self._line(by, key) for by, key in self.lines if by in ("zone", "cell")]

    def _line(self, by: str, key: str) -> Line:
        *counts, is_due = (self.lines[by, key][name] for name in FLAGS)
        spans = self.lines.get((f"{by}_hours", key))
        return Line(by, key, [*counts, rate(counts[2], is_due), spans and spans["hours"]])

    def close(self) -> None:
        self.batches.put(None)
        self.thread.join()


def _lines(told: Any) -> Any:
    """Every line of the answer, and the batch's number, as one table."""
    cases = _judged(_folded(told))
    spans = cases.filter(cases.hours >= 0)
    number = told.filter(told.kind == NUMBER).reduce(is_due=pw.reducers.max(pw.this.time))
    none = dict.fromkeys(FLAGS, 0)
    parts = [number.select(by="number", key="", hours=0.0, **none | {"is_due": pw.this.is_due})]
    for by in ("zone", "cell"):
        sums = {name: pw.reducers.sum(cases[name]) for name in FLAGS}
        parts.append(cases.groupby(cases[by]).reduce(by=by, key=cases[by], hours=0.0, **sums))
        ordered = spans.groupby(spans[by]).reduce(
            key=spans[by], ordered=pw.reducers.sorted_tuple(spans.hours)
        )
        p90 = pw.apply_with_type(_p90, float, ordered.ordered)
        parts.append(ordered.select(by=f"{by}_hours", key=ordered.key, hours=p90, **none))
    return pw.Table.concat_reindex(*parts)


def _folded(told: Any) -> Any:
    """A row a case that has been reported: the last time of each kind, 0 for none."""
    acts = told.filter(told.kind != NUMBER)
    times = {name: pw.if_else(acts.kind == kind, acts.time, 0) for name, kind in TIMES.items()}
    acts = acts.with_columns(**times)
    kept = ("zone", "cell", "due", *TIMES)
    cases = acts.groupby(acts.subject).reduce(
        acts.subject, **{name: pw.reducers.max(acts[name]) for name in kept}
    )
    return cases.filter(cases.reported_at > 0)


def _judged(cases: Any) -> Any:
    """The cases that count now, as zeros and ones by FLAGS; hours are -1 where there are none."""
    cases = cases.with_columns(
        is_closed=cases.closed_at > cases.reopened_at,
        is_today=cases.reported_at >= TODAY,
        closing=pw.if_else(cases.closed_at > cases.reopened_at, cases.closed_at, 0),
    )
    cases = cases.filter(cases.is_today | ~cases.is_closed)
    handled = cases.handled_at > cases.reopened_at
    cases = cases.with_columns(ended_at=pw.if_else(handled, cases.handled_at, cases.closing))
    overdue = ~cases.is_closed & (cases.ended_at == 0) & (cases.passed_at > 0)
    closed, in_time = cases.is_today & cases.is_closed, cases.ended_at <= cases.due
    flags = dict(zip(FLAGS, (
        cases.is_today, closed, closed & in_time, closed & ~in_time, ~cases.is_closed, overdue,
        cases.is_today & ((cases.ended_at > 0) | overdue),
    ), strict=True))  # fmt: skip
    hours = (cases.ended_at - cases.reported_at) / HOUR
    return cases.select(
        cases.zone,
        cases.cell,
        hours=pw.if_else(cases.is_today & (cases.ended_at > 0), hours, -1.0),
        **{name: pw.cast(int, flag) for name, flag in flags.items()},
    )


def _p90(ordered: tuple[float, ...]) -> float:
    return quantile(ordered, 0.9)


def make(folder: Path, ground: Ground) -> Flow:
    del folder
    return Flow(ground)
