"""Storage over years: cases long done with lie by month in sealed Parquet files.

A file is written and on the disk before the one transaction that names it and lets go of what it
holds, so a crash leaves a file that nobody names, never a case in two places or in none. Sealed
files are never changed: a case that is touched again is brought back among the live ones, and its
row in the file counts no more.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from pipelines.beside import SEALED, beside
from pipelines.held import sync
from pipelines.parquet import lay_files, lay_rows, write_file
from pipelines.runs import find_keys, merge_runs, to_merge, write_run
from pipelines.store import Cursor, Store, StoreError

RUNS = ("subjects", "identities")
File = Mapping[str, Any]


class Sealed:
    """The sealed files of a database; one that lies in memory seals nothing."""

    def __init__(self, store: Store) -> None:
        self._store, self._counting, self._keepers = store, Lock(), 0
        self.folder = None if store.path == ":memory:" else beside(Path(store.path), SEALED)

    def files(self, cursor: Cursor) -> list[File]:
        """Every file that the database names."""
        return list[File](cursor.records("queries/all_sealed_files"))

    def path(self, name: str) -> Path:
        """Where a sealed file lies."""
        if self.folder is None:
            raise ValueError("a database in memory has no sealed files")
        return self.folder / name

    def lay(self, cursor: Cursor, files: Sequence[File]) -> None:
        """Leave `whole_case` and `whole_act`: what is live, and what these files hold."""
        if not files:
            cursor.run("queries/whole_live")
            return
        for kind, view in (("cases", "sealed_case"), ("acts", "sealed_act")):
            paths = [self.path(file["name"]) for file in files if file["kind"] == kind]
            lay_files(cursor, view, paths)
        cursor.run("queries/whole")

    def between(
        self, cursor: Cursor, since: datetime, before: datetime, *, stock: bool
    ) -> list[File]:
        """The files that may hold a case reported in that time, or with `stock` one that was
        reported earlier and touched since."""
        found = cursor.records("queries/sealed_between", since=since, before=before, stock=stock)
        return list[File](found)

    def lay_cases(self, cursor: Cursor, subjects: Sequence[str]) -> None:
        """Leave as `whole_act` the acts of these cases, and as `whole_case` the live cases."""
        cursor.run("queries/whole_live")
        paths = self._runs(cursor, "subjects")
        if not paths:
            return
        cursor.run("queries/asked", subjects=list(subjects))
        if self._find(cursor, paths):
            cursor.run("queries/whole_asked")

    def known(self, cursor: Cursor) -> set[int]:
        """The positions of the `offered` events that lie in a sealed file."""
        paths = self._runs(cursor, "identities")
        if not paths:
            return set()
        offered = cursor.arrays("queries/offered_keys")
        found = find_keys(paths, offered["high"])
        return {int(offered["position"][i]) for i, low in found if offered["low"][i] == low}

    def bring_back(self, cursor: Cursor) -> bool:
        """Make the sealed ones among the `touched` cases live again; whether there were any. What
        lay in the files is left as `fetched`."""
        paths = self._runs(cursor, "subjects")
        if not (paths and self._find(cursor, paths)):
            return False
        cursor.run("models/06_unseal")
        return True

    def seal(self, cursor: Cursor, month: date, file_no: int) -> list[File]:
        """Write the files of the cases laid as `present`; the rows that name them."""
        assert self.folder is not None  # noqa: S101  # nothing is sealed in memory
        self.folder.mkdir(exist_ok=True)
        stats = cursor.records("queries/sealed_stats")[0]
        written: list[File] = []
        for kind in ("cases", "acts"):
            path = self.path(f"{kind}-{month:%Y-%m}-{file_no:06d}.parquet")
            write_file(cursor, f"queries/sealed_{kind}", path, file_no=file_no)
            written.append(_named(path, kind, file_no, month) | stats)
        keys = cursor.arrays("queries/sealed_keys")
        subjects = np.unique(keys["subject"])
        runs = {
            "subjects": (subjects, np.full(len(subjects), file_no)),
            "identities": (keys["high"], keys["low"]),
        }
        for kind, (sought, values) in runs.items():
            path = self.path(f"{kind}-{month:%Y-%m}-{file_no:06d}.run")
            write_run(path, sought, values)
            written.append(_named(path, kind, file_no, month))
        sync(self.folder)
        return written

    def seal_again(self, cursor: Cursor, old: File) -> File:
        """Write the cases laid as `present` in the place of a file; the row that names it."""
        number, month = old["file_no"], old["month"]
        tries = 1 + len(list(self.path("").glob(f"cases-*-{number:06d}*.parquet")))
        path = self.path(f"cases-{month:%Y-%m}-{number:06d}-{tries}.parquet")
        write_file(cursor, "queries/sealed_cases", path, file_no=number)
        sync(path.parent)
        return _named(path, "cases", number, month) | cursor.records("queries/sealed_stats")[0]

    def merged_runs(self, cursor: Cursor, kind: str, file_no: int, month: date) -> list[File]:
        """Merge the last runs of a kind where they have grown alike: the row of the new one, and
        before it those it takes the place of; nothing where there is nothing to merge."""
        runs = [file for file in self.files(cursor) if file["kind"] == kind]
        count = to_merge([file["bytes"] for file in runs]) if runs else 0
        if not count:
            return []
        merged = runs[-count:]
        target = self.path(f"{kind}-{month:%Y-%m}-{file_no:06d}-merged.run")
        merge_runs([self.path(file["name"]) for file in merged], target)
        sync(target)
        return [*merged, _named(target, kind, file_no, month)]

    def forget_strangers(self, cursor: Cursor) -> None:
        """Delete what a crash or a merge has left in the folder: files that nobody names."""
        if self.folder is None or not self.folder.is_dir() or self._keepers:
            return
        named = {file["name"] for file in self.files(cursor)}
        for path in self.folder.iterdir():
            if path.name not in named:
                path.unlink()

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """No file is deleted meanwhile: a backup reads those of one moment."""
        with self._counting:
            self._keepers += 1
        try:
            yield
        finally:
            with self._counting:
                self._keepers -= 1

    def damages(self, cursor: Cursor) -> list[str]:
        """A sentence for every file that is missing or is not what was sealed."""
        return [said for file in self.files(cursor) if (said := self._damage(file))]

    def refuse_missing(self, cursor: Cursor) -> None:
        """StoreError where a file is not there, or not as long as it was; whether its content is
        what was sealed, `damages` says."""
        for file in self.files(cursor):
            path = self.path(file["name"])
            if not path.is_file() or path.stat().st_size != file["bytes"]:
                raise StoreError(self._damage(file))

    def _damage(self, file: File) -> str | None:
        path = self.path(file["name"])
        if not path.is_file():
            return f"{path}: this sealed file is missing; bring it back from a backup"
        if path.stat().st_size != file["bytes"] or digest(path) != file["sha256"]:
            return f"{path}: this sealed file is damaged; bring it back from a backup"
        return None

    def _find(self, cursor: Cursor, paths: Sequence[Path]) -> bool:
        """Leave what lies sealed of the cases in `touched` as `sealed_touched`, `fetched_act`."""
        touched = cursor.arrays("queries/touched_keys")
        found = find_keys(paths, touched["key"])
        cursor.run("queries/sealed_touched")
        rows = [(str(touched["subject"][i]), file_no) for i, file_no in found]
        cursor.insert("sealed_touched", ("subject", "file_no"), rows)
        still = cursor.rows("queries/still_sealed")
        if still:
            subjects, numbers = zip(*still, strict=True)
            wanted = [
                self.path(file["name"])
                for file in self.files(cursor)
                if file["kind"] == "acts" and file["file_no"] in numbers
            ]
            lay_rows(cursor, "fetched_act", wanted, "subject", subjects)
        return bool(still)

    def _runs(self, cursor: Cursor, kind: str) -> list[Path]:
        return [self.path(name) for of, name in cursor.rows("queries/sealed_runs") if of == kind]


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _named(path: Path, kind: str, file_no: int, month: date) -> dict[str, Any]:
    return {
        "file_no": file_no, "kind": kind, "name": path.name, "month": month,
        "rows": 0, "bytes": path.stat().st_size, "sha256": digest(path),
    }  # fmt: skip
