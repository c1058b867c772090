"""Polars: one frame with a row a case in memory; a batch replaces the rows it touches."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from bench.acts import CLOSED, HANDLED, HOUR, REOPENED, REPORTED, TODAY, Act, Line
from bench.columns import day_columns
from bench.ground import Ground
from bench.history import Day

TYPES = {
    "id": pl.String, "kind": pl.Int8, "subject": pl.String, "time": pl.Int64, "zone": pl.String,
    "cell": pl.String, "category": pl.String, "due": pl.Int64,
}  # fmt: skip
TIMES = {
    "reported_at": REPORTED,
    "handled_at": HANDLED,
    "closed_at": CLOSED,
    "reopened_at": REOPENED,
}


class Frame:
    """Nothing is kept when the process ends."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.cases = fold(pl.DataFrame(schema=TYPES))

    def load(self, days: Iterable[Day]) -> None:
        told = (pl.DataFrame(day_columns(day, self.ground), schema=TYPES) for day in days)
        self.cases = pl.concat([self.cases, *map(fold, told)]).rechunk()

    def prepare(self, acts: Sequence[Act]) -> Sequence[Act]:
        return acts

    def tick(self, batch: Sequence[Act], as_of: int) -> None:
        del as_of
        touched = fold(pl.DataFrame(batch, schema=TYPES, orient="row"))
        is_old = pl.col("subject").is_in(touched["subject"].implode())
        old = self.cases.filter(is_old)
        merged = pl.concat([old, touched]).group_by("subject").agg(
            *(pl.col(name).drop_nulls().first() for name in ("zone", "cell", "due")),
            *(pl.col(name).max() for name in TIMES),
        )  # fmt: skip
        rest = self.cases.filter(~is_old) if len(old) else self.cases
        self.cases = pl.concat([rest, merged])

    def answer(self, as_of: int) -> list[Line]:
        cases = judge(self.cases.lazy(), as_of)
        found = pl.collect_all([grouped(cases, by) for by in ("zone", "cell")])
        return [
            Line(by, row[0], row[1:])
            for by, frame in zip(("zone", "cell"), found, strict=True)
            for row in frame.rows()
        ]

    def close(self) -> None:
        self.cases = self.cases.clear()


def fold(acts: pl.DataFrame) -> pl.DataFrame:
    """The acts of some cases as a row a case."""
    return acts.group_by("subject").agg(
        *(pl.col(name).drop_nulls().first() for name in ("zone", "cell", "due")),
        *(
            pl.col("time").filter(pl.col("kind") == kind).max().alias(name)
            for name, kind in TIMES.items()
        ),
    )


def judge(cases: pl.LazyFrame, as_of: int) -> pl.LazyFrame:
    """The cases that count now, with their end of handling and what they are."""
    reopened = pl.col("reopened_at").fill_null(0)
    ended = (
        pl.when(pl.col("handled_at") > reopened)
        .then(pl.col("handled_at"))
        .when("is_closed")
        .then(pl.col("closed_at"))
    )
    return (
        cases.filter(pl.col("reported_at").is_not_null())
        .with_columns(
            (pl.col("closed_at") > reopened).fill_null(value=False).alias("is_closed"),
            (pl.col("reported_at") >= TODAY).alias("is_today"),
        )
        .filter(pl.col("is_today") | ~pl.col("is_closed"))
        .with_columns(ended.alias("ended_at"))
        .with_columns(
            (~pl.col("is_closed") & pl.col("ended_at").is_null() & (pl.col("due") < as_of)).alias(
                "is_overdue"
            )
        )
    )


def grouped(cases: pl.LazyFrame, by: str) -> pl.LazyFrame:
    """The measures by a dimension."""
    today, closed, ended = pl.col("is_today"), pl.col("is_closed"), pl.col("ended_at")
    on_time = (today & closed & (ended <= pl.col("due"))).sum()
    is_due = (today & (ended.is_not_null() | pl.col("is_overdue"))).sum()
    hours = (ended - pl.col("reported_at")).filter(today) / HOUR
    return cases.group_by(by).agg(
        today.sum().alias("reported"),
        (today & closed).sum().alias("closed"),
        on_time.alias("closed_on_time"),
        (today & closed & (ended > pl.col("due"))).sum().alias("closed_late"),
        (~closed).sum().alias("open"),
        pl.col("is_overdue").sum().alias("open_overdue"),
        pl.when(is_due > 0).then(100.0 * on_time / is_due).alias("on_time_closing_rate"),
        hours.quantile(0.9, interpolation="linear").alias("handling_p90_h"),
    )


def make(folder: Path, ground: Ground) -> Frame:
    del folder
    return Frame(ground)
