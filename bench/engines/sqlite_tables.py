"""SQLite in WAL mode with tables kept by hand: the log, a row a case, and counters by place.

A batch is one transaction: new acts into the log, the touched cases' old counts out of the
counters, their acts into their rows, their new counts in. What time alone makes overdue is found by
an index on the limits of open cases. Only the quantile reads the cases of today one by one.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.acts import HOUR, TODAY, Act, Line, quantile, rate
from bench.engines.sqlfiles import statements
from bench.ground import Ground
from bench.history import Day


class Tables:
    """`synchronous = full`: a batch is on the disk when `tick` returns, as it is with citysense."""

    def __init__(self, folder: Path, ground: Ground) -> None:
        self.connection = sqlite3.connect(folder / "acts.sqlite", isolation_level=None)
        self.connection.execute("pragma journal_mode = wal")
        self.connection.execute("pragma synchronous = full")
        self.connection.execute("pragma cache_size = -262144")
        self.connection.execute("pragma temp_store = memory")
        self._run("sqlite_tables")
        self.ground = ground

    def load(self, days: Iterable[Day]) -> None:
        for day in days:
            acts = day.acts(self.ground)
            self.tick(acts, acts[-1].time)

    def prepare(self, acts: Sequence[Act]) -> Sequence[Act]:
        return acts

    def tick(self, batch: Sequence[Act], as_of: int) -> None:
        run = self.connection
        run.execute("begin immediate")
        run.execute("delete from fresh")
        run.executemany("insert or ignore into fresh values (?, ?, ?, ?, ?, ?, ?, ?)", batch)
        self._run("sqlite_tick", as_of=as_of, today=TODAY)
        run.execute("commit")

    def _run(self, name: str, **parameters: int) -> None:
        for statement in statements(name):
            self.connection.execute(statement, parameters)

    def answer(self, as_of: int) -> list[Line]:
        del as_of
        hours = self._hours()
        counted = self.connection.execute(statements("sqlite_counts")[0]).fetchall()
        return [
            Line(by, key, [*counts, rate(counts[2], is_due), hours.get((by, key))])
            for by, key, *counts, is_due in counted
        ]

    def _hours(self) -> dict[tuple[str, str], float]:
        """The 90 % quantile of each place's hours, which SQLite has no function for."""
        lists: dict[tuple[str, str], list[int]] = defaultdict(list)
        asked = {"today": TODAY}
        for zone, cell, span in self.connection.execute(statements("sqlite_spans")[0], asked):
            lists["zone", zone].append(span)
            lists["cell", cell].append(span)
        return {place: quantile(spans, 0.9) / HOUR for place, spans in lists.items()}

    def close(self) -> None:
        self.connection.close()


def make(folder: Path, ground: Ground) -> Tables:
    return Tables(folder, ground)
