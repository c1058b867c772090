"""A city's history of any length, a day at a time, the same for the same seed.

The city has as many cases a day whatever the length, so that today is of the same size; about 2 %
of the cases, at most 200,000, never end. A day is made from the seed and its distance from today
alone, so that a process never holds more than one of them and a live stream can look up any case.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.acts import CLOSED, DAY, DISPATCHED, HANDLED, HOUR, REPORTED, TODAY, US, Act
from bench.ground import Ground

SEED = 20_260_715
CASES_A_DAY = 5_000
OPEN_SHARE, MOST_OPEN = 0.02, 200_000
_NEVER = 0
Instants = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The cases reported on one day with all their acts; an act that is not there is at 0."""

    back: int
    reported: Instants
    dispatched: Instants
    handled: Instants
    closed: Instants
    cell: NDArray[np.int64]
    category: NDArray[np.int64]
    due: Instants

    def subject(self, row: int) -> str:
        return f"h{self.back}-{row}"

    def report(self, row: int, ground: Ground) -> Act:
        """The report of one case."""
        cell, category = int(self.cell[row]), int(self.category[row])
        return Act(
            f"{self.subject(row)}.{REPORTED}",
            REPORTED,
            self.subject(row),
            int(self.reported[row]),
            ground.zone_of[cell],
            ground.cells[cell],
            ground.categories[category],
            int(self.due[row]),
        )

    def acts(self, ground: Ground) -> list[Act]:
        """All acts of the day's cases, by time."""
        acts = [self.report(row, ground) for row in range(len(self.reported))]
        for kind in (DISPATCHED, HANDLED, CLOSED):
            times = self.times(kind)
            acts += [
                Act(f"{self.subject(row)}.{kind}", kind, self.subject(row), int(times[row]))
                for row in np.flatnonzero(times).tolist()
            ]
        return sorted(acts, key=lambda act: act.time)

    def times(self, kind: int) -> Instants:
        """When the acts of a kind happened, one a case."""
        return (self.reported, self.dispatched, self.handled, self.closed)[kind]


def make_day(cases: int, back: int, ground: Ground) -> Day:
    """The day `back` days before today, of a city whose history has that many cases."""
    random = np.random.default_rng([SEED, back])
    count = min(CASES_A_DAY, cases - (back - 1) * CASES_A_DAY)
    reported = np.sort(random.integers(0, DAY - US, count)) + TODAY - back * DAY
    category = random.integers(0, len(ground.categories), count)
    hours = np.asarray(ground.hours, dtype=np.int64)
    dispatched = _later(random, reported, 0.1, count)
    handled = _later(random, dispatched, 3.0, count)
    closed = _later(random, handled, 0.5, count)
    is_open = random.random(count) < min(OPEN_SHARE, MOST_OPEN / cases)
    on_the_spot = random.random(count) < 0.1
    unhandled = is_open & (random.random(count) < 0.7)
    return Day(
        back=back,
        reported=reported,
        dispatched=dispatched,
        handled=np.where(on_the_spot | unhandled, _NEVER, handled),
        closed=np.where(is_open, _NEVER, closed),
        cell=random.integers(0, len(ground.cells), count),
        category=category,
        due=reported + hours[category] * HOUR,
    )


def days_of(cases: int) -> int:
    """How many days a history of so many cases has."""
    return -(-cases // CASES_A_DAY)


def history(cases: int, ground: Ground) -> Iterator[Day]:
    """The days of the history, the oldest first."""
    for back in range(days_of(cases), 0, -1):
        yield make_day(cases, back, ground)


def _later(random: np.random.Generator, before: Instants, median_h: float, count: int) -> Instants:
    """Instants some hours after others, all of them before today."""
    wanted = before + (random.lognormal(np.log(median_h), 1.0, count) * HOUR).astype(np.int64)
    left = (random.random(count) * (TODAY - before - 3)).astype(np.int64)
    return np.where(wanted < TODAY - 3, wanted, before + 1 + left)
