"""DuckDB as most would use it: append to one table of acts, ask everything of it each time."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from bench.acts import TODAY, Act, Line
from bench.columns import COLUMNS, day_columns, row_columns
from bench.engines.sqlfiles import read_sql
from bench.ground import Ground
from bench.history import Day


class Recompute:
    """One table of acts in a database file; its fold takes a second copy of an act for nothing."""

    def __init__(self, folder: Path, ground: Ground) -> None:
        self.connection = duckdb.connect(str(folder / "acts.duckdb"))
        self.connection.execute(read_sql("duckdb_acts"))
        self.question = read_sql("duckdb_question")
        self.ground = ground

    def load(self, days: Iterable[Day]) -> None:
        for day in days:
            self._append(day_columns(day, self.ground))

    def prepare(self, acts: Sequence[Act]) -> Sequence[Act]:
        return acts

    def tick(self, batch: Sequence[Act], as_of: int) -> None:
        del as_of
        self._append(row_columns(batch))

    def _append(self, columns: dict[str, list[object]]) -> None:
        unnested = ", ".join(f"unnest(${name}) as {name}" for name in COLUMNS)
        self.connection.execute(f"insert into act by name select {unnested}", columns)

    def answer(self, as_of: int) -> list[Line]:
        asked = {"as_of": as_of, "today": TODAY}
        rows = self.connection.execute(self.question, asked).fetchall()
        return [Line(by, key, values) for by, key, *values in rows]

    def close(self) -> None:
        self.connection.close()


def make(folder: Path, ground: Ground) -> Recompute:
    return Recompute(folder, ground)
