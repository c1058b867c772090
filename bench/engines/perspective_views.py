"""Perspective: an indexed table of cases and two live views that sum it by place.

A view of the acts by case would fold them, but a table derived from a view is made anew with each
update, which takes longer the more cases there are; so the cases come folded from `casebook`. It
has no clock and no 90 % quantile: that is taken here over the hours that a third view gives.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import perspective

from bench.acts import Act, Line, quantile, rate
from bench.engines.casebook import FLAGS, Casebook
from bench.ground import Ground
from bench.history import Day

SCHEMA = {
    "subject": "string",
    "zone": "string",
    "cell": "string",
    **dict.fromkeys(FLAGS, "integer"),
    "hours": "float",
}


class Views:
    """Nothing is kept when the process ends."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.book = Casebook()
        self.table = perspective.Server().new_local_client().table(SCHEMA, index="subject")
        sums = dict.fromkeys(FLAGS, "sum")
        self.views = {
            by: self.table.view(group_by=[by], columns=list(FLAGS), aggregates=sums)
            for by in ("zone", "cell")
        }
        self.hours = self.table.view(
            columns=["zone", "cell", "hours"], filter=[["hours", "is not null", None]]
        )

    def load(self, days: Iterable[Day]) -> None:
        for day in days:
            acts = day.acts(self.ground)
            self.table.update(self.book.take(acts, acts[-1].time))

    def prepare(self, acts: Sequence[Act]) -> Sequence[Act]:
        return acts

    def tick(self, batch: Sequence[Act], as_of: int) -> None:
        rows = self.book.take(batch, as_of)
        if rows:
            self.table.update(rows)

    def answer(self, as_of: int) -> list[Line]:
        del as_of
        hours = self._hours()
        return [line for by in self.views for line in self._lines(by, hours)]

    def _lines(self, by: str, hours: dict[tuple[str, str], float]) -> list[Line]:
        columns: dict[str, list[Any]] = self.views[by].to_columns()
        paths = columns.pop("__ROW_PATH__")
        lines = []
        for path, *sums in zip(paths, *(columns[name] for name in FLAGS), strict=True):
            if path:
                *counts, is_due = sums
                p90 = hours.get((by, path[0]))
                lines.append(Line(by, path[0], [*counts, rate(counts[2], is_due), p90]))
        return lines

    def _hours(self) -> dict[tuple[str, str], float]:
        columns = self.hours.to_columns()
        lists: dict[tuple[str, str], list[float]] = defaultdict(list)
        for zone, cell, span in zip(*(columns[n] for n in ("zone", "cell", "hours")), strict=True):
            lists["zone", zone].append(span)
            lists["cell", cell].append(span)
        return {place: quantile(spans, 0.9) for place, spans in lists.items()}

    def close(self) -> None:
        for view in (*self.views.values(), self.hours):
            view.delete()
        self.table.delete()


def make(folder: Path, ground: Ground) -> Views:
    del folder
    return Views(ground)
