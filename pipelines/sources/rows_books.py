"""Workbooks and Parquet: files with typed cells, where dates already are dates."""

import warnings
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from pipelines.sources.faults import ImportFailed
from pipelines.sources.rows import Row, Table, check_columns
from pipelines.sources.rules import Profile
from pipelines.sources.values import as_text

_BATCH = 10_000


def open_xlsx(path: Path, profile: Profile) -> Table:
    """One sheet of an Excel workbook (`sheet` of the profile, else the first) → Table."""
    cells = _sheet_rows(path, profile)
    header: tuple[Any, ...] | None = None
    for _ in range(profile.header_row):
        header = next(cells, None)
    if header is None:
        raise ImportFailed(f"{path.name}: the sheet ends before the heading")
    headings = tuple(as_text(cell) for cell in header)
    while headings and not headings[-1]:
        headings = headings[:-1]
    check_columns(path.name, headings, profile)
    return Table(headings=headings, rows=_rows(cells, headings, profile.header_row))


def _sheet_rows(path: Path, profile: Profile) -> Iterator[tuple[Any, ...]]:
    try:
        yield from _cells(path, profile)
    except (
        BadZipFile,
        zlib.error,
        KeyError,
        OSError,
        ValueError,
        TypeError,
        SyntaxError,
        NotImplementedError,
    ):
        raise ImportFailed(
            f"{path.name}: is no whole Excel workbook (.xlsx); save it as .xlsx or give it as CSV"
        ) from None


def _cells(path: Path, profile: Profile) -> Iterator[tuple[Any, ...]]:
    # here, because only workbooks need its long loading
    from openpyxl import load_workbook  # noqa: PLC0415  # as said

    with warnings.catch_warnings():
        # openpyxl remarks on styles and extensions, of which an import reads none
        warnings.simplefilter("ignore")
        opened = load_workbook(path, read_only=True, data_only=True)
    with closing(opened) as book:
        name = profile.sheet or book.sheetnames[0]
        if name not in book.sheetnames:
            has = ", ".join(book.sheetnames)
            raise ImportFailed(f"{path.name}: no sheet {name!r}; it has {has}")
        sheet = book[name]
        sheet.reset_dimensions()  # what a workbook claims of its size is often wrong
        yield from sheet.iter_rows(values_only=True)


def _rows(
    cells: Iterator[tuple[Any, ...]], headings: tuple[str, ...], header_row: int
) -> Iterator[Row]:
    width = len(headings)
    for number, row in enumerate(cells, header_row + 1):
        raw = tuple(as_text(cell) for cell in row)
        if not any(raw):
            continue
        if any(raw[width:]):
            problem = f"has {len(raw)} fields, the heading has {width}"
            yield Row(number=number, record={}, raw=raw, problem=problem)
        else:
            padded = (*row, *[None] * (width - len(row)))
            record = dict(zip(headings, padded, strict=False))
            yield Row(number=number, record=record, raw=raw)


def open_parquet(path: Path, profile: Profile) -> Table:
    """A Parquet file → Table, a batch of row groups at a time."""
    # here, because only Parquet needs its long loading; it ships no types
    from pyarrow import ArrowException  # noqa: PLC0415
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415

    try:
        file = ParquetFile(path)
    except (ArrowException, OSError) as wrong:
        reason = str(wrong).splitlines()[0]
        raise ImportFailed(f"{path.name}: is no Parquet file: {reason}") from None
    headings = tuple(file.schema_arrow.names)
    check_columns(path.name, headings, profile)
    return Table(headings=headings, rows=_parquet_rows(path, file, headings))


def _parquet_rows(path: Path, file: Any, headings: tuple[str, ...]) -> Iterator[Row]:
    from pyarrow import ArrowException  # noqa: PLC0415  # loaded by now

    number = 1
    try:
        for batch in file.iter_batches(batch_size=_BATCH):
            for record in batch.to_pylist():
                number += 1
                raw = tuple(as_text(record[name]) for name in headings)
                yield Row(number=number, record=record, raw=raw)
    except (ArrowException, OSError):
        raise ImportFailed(f"{path.name}, after row {number}: the Parquet file is torn") from None
