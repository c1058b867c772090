"""What happens in the benchmark's city and what is asked of it: the meaning that all engines keep.

The meaning is that of the product's indicators, for the five kinds of acts that occur here:

* A case is its subject; an act that comes twice (same id) counts once; the order of arrival means
  nothing, the order of `time` (ties: the order of KINDS) everything. Acts of a case whose report
  has not come are kept and count once it comes. No act is timed after the instant of the question.
* A case has ended when its last `closed` is after its last `reopened`.
* Handling ended at the last `handled` that no later `reopened` undid; without one, at the closing
  of a case that has ended.
* It is overdue when it has not ended, its handling has not ended and the instant is after `due`.
* reported, closed, closed_on_time (handling ended no later than due), closed_late,
  on_time_closing_rate and handling_p90_h are about the cases reported today, which begins at TODAY.
  The rate is 100 x closed_on_time / (cases whose handling ended, or overdue); none where that is
  zero. The quantile is over the hours from the report to the end of handling, linear between
  neighbours, and may be off by 2 %.
* open and open_overdue are about all cases, whenever reported.

The generator never makes a `handled` on a case that has ended and sends a `reopened` no later than
what follows it, so that the last act of each kind decides: a peer may use that.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.ground import Ground

KINDS = ("reported", "dispatched", "handled", "closed", "reopened")
REPORTED, DISPATCHED, HANDLED, CLOSED, REOPENED = range(5)
MEASURES = (
    "reported",
    "closed",
    "closed_on_time",
    "closed_late",
    "open",
    "open_overdue",
    "on_time_closing_rate",
    "handling_p90_h",
)
US = 1_000_000
HOUR, DAY = 3_600 * US, 86_400 * US
TODAY = 1_784_044_800 * US  # 2026-07-15 00:00 in the city, in microseconds UTC
EXACT = len(MEASURES) - 1
P90_ERROR = 0.02


class Act(NamedTuple):
    """One act, decoded and checked; a tuple, because that is what libraries take rows as.

    `kind` is a place in KINDS, `time` and `due` are microseconds UTC; the last four are a report's.
    """

    id: str
    kind: int
    subject: str
    time: int
    zone: str | None = None
    cell: str | None = None
    category: str | None = None
    due: int | None = None


class Line(NamedTuple):
    """One line of an answer: a zone or a cell, and its MEASURES in order; None for none."""

    by: str
    key: str
    values: Sequence[Any]


Answer = NDArray[np.float64]


def as_array(lines: Iterable[Line], ground: Ground) -> Answer:
    """The answer with a row for every zone and cell: what is absent counts 0, no rate is nan."""
    answer = np.zeros((len(ground.places), len(MEASURES)))
    answer[:, EXACT - 1 :] = np.nan
    for line in lines:
        values = [np.nan if value is None else float(value) for value in line.values]
        answer[ground.places[line.by, line.key]] = values
    return answer


def difference(ours: Answer, theirs: Answer) -> str | None:
    """None where two answers say the same, else the first place where they do not."""
    counts = ~np.isclose(ours[:, :EXACT], theirs[:, :EXACT], rtol=1e-9, atol=1e-9, equal_nan=True)
    hours = ~np.isclose(ours[:, EXACT], theirs[:, EXACT], rtol=P90_ERROR, atol=1e-9, equal_nan=True)
    wrong = np.argwhere(np.column_stack([counts, hours]))
    if not len(wrong):
        return None
    place, measure = wrong[0]
    return (
        f"{len(wrong)} numbers differ, first {MEASURES[measure]} of place {place}: "
        f"{ours[place, measure]} against {theirs[place, measure]}"
    )


def rate(on_time: float, due: float) -> float | None:
    """Percent, none where nothing is due."""
    return 100.0 * on_time / due if due else None


def quantile(values: Sequence[float], share: float) -> float:
    """The quantile of some values, at least one, linear between neighbours."""
    ordered = sorted(values)
    below, part = divmod(share * (len(ordered) - 1), 1)
    low = ordered[int(below)]
    return low + part * (ordered[min(int(below) + 1, len(ordered) - 1)] - low)
