"""Today as it comes in, in batches: mostly on time, some late by days or months, some twice.

A small simulation: acts wait in a queue for the instant at which they arrive; where none is due, a
new case is reported. The same seed gives the same stream. Nothing arrives before it happened.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.acts import (
    CLOSED,
    DAY,
    DISPATCHED,
    HANDLED,
    HOUR,
    REOPENED,
    REPORTED,
    TODAY,
    US,
    Act,
)
from bench.ground import Ground
from bench.history import SEED, days_of, make_day

LATE, TWICE = 0.05, 0.02
MORNING_ACTS, MORNING_ENDS = 8_000, TODAY + 9 * HOUR
SPACING = 350_000
PLAN = ((1,) * 10 + (100,) * 10 + (1_000,) * 4) * 5 + (20_000,) * 5
SAMPLED_DAYS, SAMPLED_CLOSED = 40, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Acts that arrive together, and the instant of the question asked after them.

    `measured` is False for the morning, which only makes today as large as a day is.
    """

    acts: Sequence[Act]
    as_of: int
    measured: bool = True


def batches(
    cases: int,
    ground: Ground,
    sizes: Sequence[int] = PLAN,
    morning: int = MORNING_ACTS,
) -> list[Batch]:
    """The morning and then a batch of each size, after a history of so many cases."""
    stream = _Stream(cases, ground)
    pace = (MORNING_ENDS - TODAY) // max(morning, 1)
    found = [stream.batch(morning, pace, measured=False)]
    return found + [stream.batch(size, SPACING) for size in sizes]


class _Stream:
    def __init__(self, cases: int, ground: Ground) -> None:
        self.ground = ground
        self.random = np.random.default_rng([SEED, 0, cases])
        self.now = TODAY
        self.queue: list[tuple[int, int, Act]] = []
        self.sent: list[Act] = []
        self.count = 0
        self._sample(cases)

    def _sample(self, cases: int) -> None:
        """Old cases that something will still happen to: (subject, last act), each used once."""
        days = days_of(cases)
        chosen = self.random.permutation(days)[:SAMPLED_DAYS] + 1
        self.old_open: list[tuple[str, int]] = []
        self.old_closed: list[tuple[str, int]] = []
        for back in chosen.tolist():
            day = make_day(cases, back, self.ground)
            last = np.maximum(day.dispatched, day.handled)
            for row in np.flatnonzero(day.closed == 0).tolist():
                self.old_open.append((day.subject(row), int(last[row])))
            for row in np.flatnonzero(day.closed)[:SAMPLED_CLOSED].tolist():
                self.old_closed.append((day.subject(row), int(day.closed[row])))
            self.sent += [day.report(row, self.ground) for row in range(0, 5, 2)]
        for pool in (self.old_open, self.old_closed):
            self.random.shuffle(pool)

    def batch(self, size: int, pace: int, *, measured: bool = True) -> Batch:
        acts = [self._next(pace) for _ in range(size)]
        return Batch(acts=acts, as_of=self.now, measured=measured)

    def _next(self, pace: int) -> Act:
        self.now += pace
        luck = self.random.random()
        if luck < TWICE and self.sent:
            return self.sent[int(self.random.integers(len(self.sent)))]
        if luck < TWICE + LATE:
            act = self._late()
        elif self.queue and self.queue[0][0] <= self.now:
            act = heapq.heappop(self.queue)[2]
        else:
            act = self._report(self.now - int(self.random.integers(0, 20 * US)))
        self.sent.append(act)
        return act

    def _late(self) -> Act:
        luck = self.random.random()
        if luck < 0.3 and self.old_open:
            return self._end(*self.old_open.pop())
        if luck < 0.6 and self.old_closed:
            return self._reopen(*self.old_closed.pop())
        days = 0.5 * 800 ** self.random.random()
        act = self._report(self.now - int(days * DAY))
        if luck > 0.9:
            first = Act(f"{act.subject}.0s", DISPATCHED, act.subject, act.time + US)
            self._wait(10 * 60 * US, act)
            return first
        return act

    def _report(self, time: int) -> Act:
        """A new case; what follows is put into the queue, as late as the case itself."""
        self.count += 1
        place = int(self.random.integers(len(self.ground.cells)))
        category = int(self.random.integers(len(self.ground.categories)))
        time = max(time, TODAY) if self.now - time < HOUR else time
        subject = f"t{self.count}"
        dispatched = self._spread(0.1)
        self._wait(dispatched, Act(f"{subject}.1", DISPATCHED, subject, time + dispatched))
        if self.random.random() < 0.92:
            self._handle(subject, time + dispatched, self.now + dispatched, 1)
        return Act(
            f"{subject}.0",
            REPORTED,
            subject,
            time,
            self.ground.zone_of[place],
            self.ground.cells[place],
            self.ground.categories[category],
            time + self.ground.hours[category] * HOUR,
        )

    def _handle(self, subject: str, after: int, arrives: int, cycle: int) -> None:
        """Handling and closing after an act that arrives then; some close without handling."""
        handling, closing = self._spread(1.5), self._spread(0.3)
        if self.random.random() < 0.9:
            self._queue(arrives + handling, Act(
                f"{subject}.{cycle}h", HANDLED, subject, after + handling
            ))  # fmt: skip
        ends = handling + closing
        self._queue(arrives + ends, Act(f"{subject}.{cycle}c", CLOSED, subject, after + ends))
        if cycle == 1 and self.random.random() < 0.02:
            again = ends + self._spread(0.3)
            self._queue(arrives + again, Act(
                f"{subject}.r", REOPENED, subject, after + again
            ))  # fmt: skip
            self._handle(subject, after + again, arrives + again, 2)

    def _end(self, subject: str, last: int) -> Act:
        """An old open case turns out to have ended long ago."""
        at = last + 1 + int(self.random.random() * (self.now - last - 2))
        return Act(f"{subject}.late", CLOSED, subject, at)

    def _reopen(self, subject: str, closed: int) -> Act:
        """An old closed case is open again, since now or since days ago."""
        back = int(self.random.random() * min(self.now - closed - 2, 20 * DAY))
        at = self.now - back
        self._handle(subject, at, self.now, 3)
        return Act(f"{subject}.again", REOPENED, subject, at)

    def _spread(self, median_h: float) -> int:
        return int(self.random.lognormal(np.log(median_h), 0.8) * HOUR) + 1

    def _wait(self, span: int, act: Act) -> None:
        self._queue(self.now + span, act)

    def _queue(self, arrives: int, act: Act) -> None:
        heapq.heappush(self.queue, (arrives, len(self.sent) + len(self.queue), act))
