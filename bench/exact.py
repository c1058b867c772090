"""Exact quantiles of handling hours by pandas, over the acts that citysense was given."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd

from bench.acts import HOUR
from bench.engines.pandas_frame import make
from bench.ground import Ground
from bench.history import history
from bench.stream import batches

ZONE = "Asia/Shanghai"
Exact = Callable[[str, datetime, datetime, float], Mapping[str | None, float]]


def exact_quantiles(cases: int, ground: Ground, sizes: Sequence[int]) -> Exact:
    """Asked for `cell` or `month`, a window and a share: the quantile of each group's hours."""
    frame = make(Path(), ground)
    frame.load(history(cases, ground))
    for batch in batches(cases, ground, sizes):
        frame.tick(batch.acts, batch.as_of)
    known = frame.cases[frame.cases["reported_at"].notna()]
    reopened = known["reopened_at"].fillna(0)
    closed = known["closed_at"].where(known["closed_at"] > reopened)
    ended = known["handled_at"].where(known["handled_at"] > reopened, closed)
    reported = pd.to_datetime(known["reported_at"], unit="us", utc=True)
    cells = known["cell"].astype(str)
    months = reported.dt.tz_convert(ZONE).dt.strftime("%Y-%m")
    hours = (ended - known["reported_at"]) / HOUR

    def exact(by: str, start: datetime, end: datetime, share: float) -> Mapping[str | None, float]:
        inside = (reported >= start) & (reported < end) & hours.notna()
        groups = (cells if by == "cell" else months)[inside]
        found = hours[inside].groupby(groups).quantile(share)
        return {str(name): float(value) for name, value in found.items()}

    return exact
