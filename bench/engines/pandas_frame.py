"""pandas: one frame with a row a case in memory; a batch is folded into the rows it touches."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from bench.acts import CLOSED, HANDLED, HOUR, REOPENED, REPORTED, TODAY, Act, Line, rate
from bench.columns import day_columns
from bench.ground import Ground
from bench.history import Day

TIMES = {
    "reported_at": REPORTED,
    "handled_at": HANDLED,
    "closed_at": CLOSED,
    "reopened_at": REOPENED,
}
PLACES = ["zone", "cell", "due"]


class Frame:
    """Instants are floats of microseconds, nan for none; nothing is kept when the process ends."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.cases = pd.DataFrame()

    def load(self, days: Iterable[Day]) -> None:
        folded = [fold(pd.DataFrame(day_columns(day, self.ground))) for day in days]
        self.cases = pd.concat([self.cases, *folded])

    def prepare(self, acts: Sequence[Act]) -> Sequence[Act]:
        return acts

    def tick(self, batch: Sequence[Act], as_of: int) -> None:
        del as_of
        touched = fold(pd.DataFrame(batch, columns=list(Act._fields)))
        known = self.cases.index.get_indexer(touched.index)
        old, rows = touched[known >= 0], known[known >= 0]
        for name in TIMES:
            place = self.cases.columns.get_loc(name)
            kept = self.cases[name].to_numpy()[rows]
            self.cases.iloc[rows, place] = np.fmax(kept, old[name].to_numpy())  # type: ignore[index]  # the stubs know no arrays of places
        for name in PLACES:
            self._place(name, old[name].to_numpy(), rows)
        if len(old) < len(touched):
            self.cases = pd.concat([self.cases, touched[known < 0]])

    def _place(self, name: str, told: np.ndarray, rows: np.ndarray) -> None:
        said = ~pd.isna(told)
        if said.any():
            place = self.cases.columns.get_loc(name)
            self.cases.iloc[rows[said], place] = told[said]  # type: ignore[index]  # the same

    def answer(self, as_of: int) -> list[Line]:
        cases = judge(self.cases, as_of)
        return [line for by in ("zone", "cell") for line in _lines(cases, by)]

    def close(self) -> None:
        self.cases = pd.DataFrame()


def fold(acts: pd.DataFrame) -> pd.DataFrame:
    """The acts of some cases as a row a case."""
    frame = acts[["subject", *PLACES]].copy()
    for name, kind in TIMES.items():
        frame[name] = acts["time"].where(acts["kind"] == kind).astype(float)
    frame["due"] = frame["due"].astype(float)
    grouped = frame.groupby("subject", sort=False)
    return grouped[PLACES].first().join(grouped[list(TIMES)].max())


def judge(cases: pd.DataFrame, as_of: int) -> pd.DataFrame:
    """The cases that count now, with a column of ones and zeros a measure."""
    reopened = cases["reopened_at"].fillna(0)
    is_closed = cases["closed_at"] > reopened
    counts = cases["reported_at"].notna() & ((cases["reported_at"] >= TODAY) | ~is_closed)
    now, closed, reopened = cases[counts], is_closed[counts], reopened[counts]
    ended = now["handled_at"].where(now["handled_at"] > reopened, now["closed_at"].where(closed))
    today, overdue = now["reported_at"] >= TODAY, ~closed & ended.isna() & (now["due"] < as_of)
    return pd.DataFrame({
        "zone": now["zone"],
        "cell": now["cell"],
        "reported": today,
        "closed": today & closed,
        "closed_on_time": today & closed & (ended <= now["due"]),
        "closed_late": today & closed & (ended > now["due"]),
        "open": ~closed,
        "open_overdue": overdue,
        "due_now": today & (ended.notna() | overdue),
        "hours": ((ended - now["reported_at"]) / HOUR).where(today),
    })  # fmt: skip


def _lines(cases: pd.DataFrame, by: str) -> list[Line]:
    sums = cases.groupby(by)[list(cases.columns[2:-1])].sum()
    hours = cases.dropna(subset="hours").groupby(by)["hours"].quantile(0.9).reindex(sums.index)
    rates = [rate(*pair) for pair in zip(sums["closed_on_time"], sums.pop("due_now"), strict=True)]
    rows = zip(sums.index, sums.to_numpy().tolist(), rates, hours.tolist(), strict=True)
    return [Line(by, str(key), [*counts, percent, p90]) for key, counts, percent, p90 in rows]


def make(folder: Path, ground: Ground) -> Frame:
    del folder
    return Frame(ground)
