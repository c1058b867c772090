"""chDB (ClickHouse in the process): a materialized view folds acts into a row a case as they come.

A view of ClickHouse sees a batch and not what was there before, so it can add up but not take back:
counts of what is open now are asked of the folded cases, which merge in the background.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
from chdb.session import Session

from bench.acts import TODAY, Act, Line
from bench.columns import COLUMNS, day_columns, row_columns
from bench.engines.sqlfiles import statements
from bench.ground import Ground
from bench.history import Day

TYPES = {"kind": pa.int8(), "time": pa.int64(), "due": pa.int64()}
SCHEMA = pa.schema([(name, TYPES.get(name, pa.string())) for name in COLUMNS])
DAYS_AT_ONCE = 20


class Views:
    """A session over a folder. Parts are synced to the disk as they are written."""

    def __init__(self, folder: Path, ground: Ground) -> None:
        self.session = Session(str(folder / "chdb"))
        for statement in statements("chdb_views"):
            self.session.query(statement)
        self.question = statements("chdb_question")[0]
        self.ground = ground

    def load(self, days: Iterable[Day]) -> None:
        tables = []
        for day in days:
            tables.append(pa.table(day_columns(day, self.ground), schema=SCHEMA))
            if len(tables) == DAYS_AT_ONCE:
                self._insert(pa.concat_tables(tables))
                tables = []
        if tables:
            self._insert(pa.concat_tables(tables))

    def prepare(self, acts: Sequence[Act]) -> Sequence[Act]:
        return acts

    def tick(self, batch: Sequence[Act], as_of: int) -> None:
        del as_of
        self._insert(pa.table(row_columns(batch), schema=SCHEMA))

    def _insert(self, acts: pa.Table) -> None:  # noqa: ARG002  # the statement names it
        self.session.query("insert into city.act select * from Python(acts)")

    def answer(self, as_of: int) -> list[Line]:
        asked = self.question.replace(":as_of", str(as_of)).replace(":today", str(TODAY))
        table = self.session.query(asked, "ArrowTable")
        columns = [column.to_pylist() for column in table.columns]
        return [Line(by, key, values) for by, key, *values in zip(*columns, strict=True)]

    def close(self) -> None:
        self.session.close()


def make(folder: Path, ground: Ground) -> Views:
    return Views(folder, ground)
