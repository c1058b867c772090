"""Rows of a case file, whatever its format: opened, its columns checked, streamed one by one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pipelines.sources.faults import ImportFailed
from pipelines.sources.rules import Profile
from pipelines.sources.values import look

_ENDINGS = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".json": "json",
    ".ndjson": "ndjson", ".jsonl": "ndjson", ".parquet": "parquet",
}  # fmt: skip
_LOOKED_AT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its number as a spreadsheet counts, its cells, and as it stands in the file.

    `problem` says why it can be no case (a ragged row, a broken line); `record` is then empty.
    """

    number: int
    record: Mapping[str, Any]
    raw: tuple[str, ...]
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An open case file: the headings of its raw cells, and its rows, once through."""

    headings: tuple[str, ...]
    rows: Iterator[Row]


def open_rows(path: Path, profile: Profile) -> Table:
    """A case file → Table. ImportFailed when it is not readable or lacks a column."""
    if not path.is_file():
        raise ImportFailed(f"{path.name}: no such file")
    if path.stat().st_size == 0:
        raise ImportFailed(f"{path.name}: the file is empty")
    try:
        return _reader(file_format(path, profile))(path, profile)
    except PermissionError:
        raise ImportFailed(f"{path.name}: may not be read") from None


def file_format(path: Path, profile: Profile) -> str:
    """The format by the profile's word, else by the ending of the name."""
    if profile.format:
        return profile.format
    name = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    found = _ENDINGS.get(name.suffix.lower())
    if found is None:
        raise ImportFailed(
            f"{path.name}: no format is known for this ending; set format in the profile"
        )
    return found


def _reader(form: str) -> Callable[[Path, Profile], Table]:
    # the readers need this module's Table, so they come once it is whole
    from pipelines.sources import rows_books, rows_json, rows_text  # noqa: PLC0415  # a circle

    return {
        "csv": rows_text.open_csv,
        "json": rows_json.open_json,
        "ndjson": rows_json.open_ndjson,
        "xlsx": rows_books.open_xlsx,
        "parquet": rows_books.open_parquet,
    }[form]


def check_columns(name: str, columns: tuple[str, ...], profile: Profile, hint: str = "") -> None:
    """ImportFailed naming the first column of the profile that the file lacks, and its likeness."""
    for wanted in profile.columns():
        if wanted not in columns:
            near = get_close_matches(wanted, columns, n=1, cutoff=0.5) or [
                column for column in columns if column.casefold() == wanted.casefold()
            ]
            like = f"; the nearest is {near[0]!r}" if near else ""
            shown = ", ".join(columns[:12]) + (" …" if len(columns) > 12 else "")
            raise ImportFailed(
                f"{name}, row {profile.header_row}: no column {wanted!r}{like}{hint}"
                f" (it has {shown})"
            )
        if columns.count(wanted) > 1:
            raise ImportFailed(
                f"{name}, row {profile.header_row}: column {wanted!r} is there twice"
            )


def check_paths(name: str, records: list[Mapping[str, Any]], profile: Profile) -> None:
    """The same for documents, where optional members may be absent: id and report must be known."""
    for path in dict.fromkeys((*profile.id, *profile.report.time)):
        looked = records[:_LOOKED_AT]
        if looked and all(look(record, path) is None for record in looked):
            members = sorted({str(key) for record in looked for key in record})
            near = get_close_matches(path, members, n=1, cutoff=0.5)
            like = f"; the nearest is {near[0]!r}" if near else ""
            raise ImportFailed(f"{name}: no record has {path!r}{like}")
