"""When cases are sealed, and the rebuild of what is: month by month, each in one transaction."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from pipelines.city import City
from pipelines.rollups import add_facts, lay_facts
from pipelines.sealed import RUNS, File, Sealed
from pipelines.store import Cursor, Store

_FILE = (
    "file_no", "kind", "name", "month", "rows", "bytes", "sha256", "first_reported_at",
    "last_reported_at", "first_event_at", "last_event_at", "last_received_at", "settled_at",
)  # fmt: skip


class Sealer:
    """Moves what is done with into sealed files, a month at a time where `least_cases` are done."""

    def __init__(
        self, store: Store, sealed: Sealed, city: City, *, least_cases: int, kept_live: timedelta
    ) -> None:
        self._store, self._sealed, self._city = store, sealed, city
        self._least, self._kept_live = least_cases, kept_live

    def seal(self, now: datetime) -> int:
        """How many months were sealed; each is durable before the next begins."""
        if self._sealed.folder is None:
            return 0
        cursor = self._store.writer
        cursor.run("models/80_sealable", before=now - self._kept_live)
        months = [month for month, _ in cursor.rows("queries/sealable_months", least=self._least)]
        for month in months:
            self._seal_month(month)
        return len(months)

    def _seal_month(self, month: date) -> None:
        with self._store.writer.transaction() as cursor:
            file_no = _next(cursor)
            cursor.run("models/82_sealing", month=month, file_no=file_no)
            _register(cursor, self._sealed.seal(cursor, month, file_no))
            add_facts(cursor, self._city, sign=1)
            cursor.run("models/84_sealed")
            for kind in RUNS:
                self._merge(cursor, kind, month)
        self._sealed.forget_strangers(self._store.writer)

    def _merge(self, cursor: Cursor, kind: str, month: date) -> None:
        found = self._sealed.merged_runs(cursor, kind, _next(cursor), month)
        if found:
            cursor.run("models/85_forget_files", names=[file["name"] for file in found[:-1]])
            _register(cursor, found[-1:])


class Refold:
    """Derives again what lies in the sealed files, file by file, from the acts sealed with it."""

    def __init__(self, sealed: Sealed, city: City, fold: Callable[[Cursor], None]) -> None:
        self._sealed, self._city, self._fold = sealed, city, fold

    def verify(self, cursor: Cursor) -> list[tuple[Any, ...]]:
        """(table, side, row) of every difference in sealed cases and in the rollups."""
        cursor.run("queries/fresh_rollups")
        found = []
        for _ in self._refolded(cursor):
            found += cursor.rows("checks/sealed_equals_refold")
            cursor.run("models/61_fresh_rollups")
        return found + cursor.rows("checks/rollups_equal_refold")

    def rebuild(self, cursor: Cursor) -> None:
        """New files of cases in the place of the old ones, and the rollups counted anew; the files
        that were are deleted by whoever commits."""
        cursor.run("models/86_forget_rollups")
        for old in self._refolded(cursor):
            cursor.run("models/60_rollup")
            new = self._sealed.seal_again(cursor, old)
            cursor.run("models/85_forget_files", names=[old["name"]])
            _register(cursor, [new])

    def _refolded(self, cursor: Cursor) -> Iterator[File]:
        """Each file of cases in turn, its acts folded again as `present`, their facts laid."""
        files = self._sealed.files(cursor)
        acts = {file["file_no"]: file for file in files if file["kind"] == "acts"}
        for file in [file for file in files if file["kind"] == "cases"]:
            self._sealed.lay(cursor, [file, acts[file["file_no"]]])
            cursor.run("models/87_of_file")
            self._fold(cursor)
            cursor.run("models/88_refolded", file_no=file["file_no"])
            lay_facts(cursor, self._city, sign=1)
            yield file


def _register(cursor: Cursor, files: list[File]) -> None:
    rows = [[file.get(name) for name in _FILE] for file in files]
    cursor.insert("sealed_file", _FILE, rows)


def _next(cursor: Cursor) -> int:
    return int(cursor.rows("queries/next_file_no")[0][0])
