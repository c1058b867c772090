"""Text files: bytes to lines to rows, and every way in which that goes wrong, said with its place.

Quotes are read strictly: a quote that is never closed would otherwise swallow the rest of the file
without a word.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from pipelines.sources.faults import ImportFailed
from pipelines.sources.rows import Row, Table, check_columns
from pipelines.sources.rules import Profile

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OTHER_KINDS = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive"),
    (b"PAR1", "a Parquet file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)"),
    (b"%PDF", "a PDF document"),
)


def open_bytes(path: Path) -> BinaryIO:
    """The file's bytes, unpacked when it is packed with gzip."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    if not packed and path.suffix.lower() == ".gz":
        raise ImportFailed(f"{path.name}: the name ends in .gz, but it is no gzip file")
    return cast(BinaryIO, gzip.open(path, "rb")) if packed else path.open("rb")


def open_text(path: Path, profile: Profile) -> Iterator[str]:
    """The decoded lines of a text file with their ends; ImportFailed tells line and byte."""
    encoding = _encoding(path, _first(path), profile)
    number = 0
    try:
        with io.TextIOWrapper(open_bytes(path), encoding=encoding, newline="") as lines:
            for line in lines:
                number += 1
                if "\0" in line:
                    raise _nul(path, number, line)
                yield line
    except UnicodeError as wrong:
        raise _undecodable(path, encoding, wrong) from None
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise _torn(path, number) from None


def _first(path: Path) -> bytes:
    try:
        with open_bytes(path) as file:
            return file.read(8)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise _torn(path, 0) from None


def _encoding(path: Path, first: bytes, profile: Profile) -> str:
    """The mark at the start decides; without one the profile, and UTF-8 where that says auto."""
    for start, kind in _OTHER_KINDS:
        if first.startswith(start):
            raise ImportFailed(f"{path.name}: is {kind}, no text")
    marked = next((name for mark, name in _MARKS if first.startswith(mark)), None)
    named = profile.encoding
    if marked and named != "auto" and not marked.startswith(named):
        raise ImportFailed(
            f"{path.name}: begins with the mark of {marked}, the profile says {named}"
        )
    return marked or ("utf-8" if named == "auto" else named)


def _nul(path: Path, number: int, line: str) -> ImportFailed:
    place = f"{path.name}, line {number}, character {line.index(chr(0)) + 1}"
    return ImportFailed(f"{place}: a NUL byte; this is a binary file or UTF-16 without its mark")


def _torn(path: Path, number: int) -> ImportFailed:
    return ImportFailed(
        f"{path.name}, after line {number}: the gzip file is torn or has something else behind it; "
        "fetch it again"
    )


def _undecodable(path: Path, encoding: str, wrong: UnicodeError) -> ImportFailed:
    """Reads once more, line by line in bytes, to tell where the first wrong byte is."""
    advice = "set encoding in the profile (utf-8, gb18030, latin-1 …)"
    with open_bytes(path) as file:
        start = 0
        for number, line in enumerate(file, 1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError as here:
                byte = f"byte {start + here.start + 1} (0x{line[here.start]:02X})"
                return ImportFailed(
                    f"{path.name}, line {number}, {byte}: is no {encoding}; {advice}"
                )
            start += len(line)
    return ImportFailed(f"{path.name}: is no {encoding} ({wrong}); {advice}")


class _Remembering:
    """Lines on their way to the csv reader, kept until asked for, to show a bad row verbatim."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._kept: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._kept.append(line)
            yield line

    def taken(self) -> str:
        text = "".join(self._kept).rstrip("\r\n")
        self._kept.clear()
        return text


def open_csv(path: Path, profile: Profile) -> Table:
    """Delimited text → Table; blank rows are none, ragged ones carry their problem."""
    lines = _Remembering(open_text(path, profile))
    reader = csv.reader(lines, delimiter=profile.delimiter, strict=True)
    header: list[str] = []
    for _ in range(profile.header_row):
        header = _next(path, reader, lines, "the heading")
    headings = tuple(name.strip() for name in header)
    while headings and not headings[-1]:
        headings = headings[:-1]
    check_columns(path.name, headings, profile, _hint(header, profile))
    return Table(headings=headings, rows=_csv_rows(path, profile, reader, lines, headings))


def _next(path: Path, reader: Iterator[list[str]], lines: _Remembering, what: str) -> list[str]:
    try:
        found = next(reader)
    except StopIteration:
        raise ImportFailed(f"{path.name}: the file ends before {what}") from None
    except csv.Error as wrong:
        raise ImportFailed(f"{path.name}, {what}: {wrong}") from None
    lines.taken()
    return found


def _hint(header: list[str], profile: Profile) -> str:
    """Whether the heading looks parted by another sign than the profile's."""
    for sign in ",;\t|":
        if len(header) == 1 and sign != profile.delimiter and header[0].count(sign) >= 1:
            return f"; the fields seem parted by {sign!r}, the profile says {profile.delimiter!r}"
    return ""


def _csv_rows(
    path: Path,
    profile: Profile,
    reader: Iterator[list[str]],
    lines: _Remembering,
    headings: tuple[str, ...],
) -> Iterator[Row]:
    number = profile.header_row
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            _refuse_open_quote(path, number, wrong)
            raw = (lines.taken(),)
            yield Row(number=number, record={}, raw=raw, problem=f"not readable: {wrong}")
            continue
        lines.taken()
        if any(cell.strip(" \t\x1a") for cell in cells):
            yield _row(number, cells, headings)


def _refuse_open_quote(path: Path, number: int, wrong: csv.Error) -> None:
    if "unexpected end" in str(wrong) or "field larger" in str(wrong):
        raise ImportFailed(
            f"{path.name}, row {number}: a quoted field is opened and never closed"
        ) from None


def _row(number: int, cells: list[str], headings: tuple[str, ...]) -> Row:
    width = len(headings)
    surplus = [cell for cell in cells[width:] if cell.strip()]
    if len(cells) < width or surplus:
        problem = f"has {len(cells)} fields, the heading has {width}"
        return Row(number=number, record={}, raw=tuple(cells), problem=problem)
    return Row(number=number, record=dict(zip(headings, cells, strict=False)), raw=tuple(cells))
