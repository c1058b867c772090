"""Every format gives the same rows, and every way a file can be broken is said with its place."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]  # it ships no types

from pipelines.sources.faults import ImportFailed
from pipelines.sources.profile import read_profile
from pipelines.sources.rows import Row, open_rows
from pipelines.sources.rules import Profile

COLUMNS = ("id", "opened", "kind", "way", "note")
ROWS = (
    ("1", "2025-05-06T09:00:00", "Pothole", "phone", "two\nlines, and a comma"),
    ("2", "2025-05-06T10:00:00", "路灯", "网格", '"quoted" — ünïcödé عربي 😀'),
)
RECORDS = [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]


def profile(**changes: Any) -> Profile:
    reported = {"time": "opened", "category": "kind", "channel": "way", "title": "note"}
    return read_profile(
        {"source": "town", "id": "id", "case": {"reported": reported}} | changes, "t"
    )


def as_csv(delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows((COLUMNS, *ROWS))
    return text.getvalue()


def rows_of(path: Path, **changes: Any) -> list[Row]:
    return list(open_rows(path, profile(**changes)).rows)


def fails(path: Path, **changes: Any) -> str:
    with pytest.raises(ImportFailed) as failed:
        rows_of(path, **changes)
    return str(failed.value)


def written(tmp_path: Path, name: str, content: bytes | str) -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(tmp_path: Path, *lines: tuple[Any, ...], sheet: str = "Cases") -> Path:
    book = Workbook()
    page = book.active
    page.title = sheet
    for line in lines:
        page.append(line)
    book.save(tmp_path / "rows.xlsx")
    return tmp_path / "rows.xlsx"


def parquet(tmp_path: Path) -> Path:
    import pyarrow  # type: ignore[import-untyped]  # it ships no types
    from pyarrow import parquet as files

    files.write_table(pyarrow.Table.from_pylist(RECORDS), tmp_path / "rows.parquet")
    return tmp_path / "rows.parquet"


MAKERS: dict[str, Callable[[Path], Path]] = {
    "csv": lambda at: written(at, "rows.csv", as_csv()),
    "csv with a mark": lambda at: written(at, "rows.csv", b"\xef\xbb\xbf" + as_csv().encode()),
    "utf-16": lambda at: written(at, "rows.csv", as_csv().encode("utf-16")),
    "csv.gz": lambda at: written(at, "rows.csv.gz", gzip.compress(as_csv().encode())),
    "packed without saying so": lambda at: written(at, "r.csv", gzip.compress(as_csv().encode())),
    "xlsx": lambda at: workbook(at, COLUMNS, *ROWS),
    "json": lambda at: written(at, "rows.json", json.dumps(RECORDS)),
    "ndjson": lambda at: written(at, "r.ndjson", "\n".join(map(json.dumps, RECORDS)) + "\n\n"),
    "parquet": parquet,
}


@pytest.mark.parametrize("kind", MAKERS)
def test_every_format_gives_the_same_rows(tmp_path: Path, kind: str) -> None:
    assert [dict(row.record) for row in rows_of(MAKERS[kind](tmp_path))] == RECORDS


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_the_profile_names_the_encoding(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "rows.csv", as_csv().encode(encoding))
    assert rows_of(path, encoding=encoding)[1].record["kind"] == "路灯"


def test_latin_1_and_semicolons(tmp_path: Path) -> None:
    text = "id;opened;kind;way;note\n1;2025-05-06T09:00:00;Straße;phone;é\n"
    path = written(tmp_path, "rows.csv", text.encode("latin-1"))
    assert rows_of(path, encoding="latin-1", delimiter=";")[0].record["kind"] == "Straße"


def test_records_may_lie_deeper_in_a_document(tmp_path: Path) -> None:
    path = written(tmp_path, "rows.json", json.dumps({"answer": {"cases": RECORDS}}))
    assert len(rows_of(path, records="answer.cases")) == 2


def test_dates_of_a_workbook_stay_dates_and_empty_lines_are_none(tmp_path: Path) -> None:
    opened = datetime(2025, 5, 6, 9)
    path = workbook(tmp_path, COLUMNS, (7, opened, "Pothole", "phone"), (None,) * 5)
    (row,) = rows_of(path)
    assert (row.record["opened"], row.record["id"], row.record["note"]) == (opened, 7, None)


def test_a_named_sheet_and_a_late_heading(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("Export of May",), COLUMNS, *ROWS, sheet="May")
    assert len(rows_of(path, sheet="May", header_row=2)) == 2
    assert "no sheet 'June'; it has May" in fails(path, sheet="June")


@pytest.mark.parametrize("line", ["3,2025-05-06,Hole\n", "3,2025-05-06,Hole,phone,a,b\n"])
def test_a_ragged_row_carries_its_problem_and_its_cells(tmp_path: Path, line: str) -> None:
    rows = rows_of(written(tmp_path, "rows.csv", as_csv() + line))
    assert [bool(row.problem) for row in rows] == [False, False, True]
    assert rows[2].problem == f"has {line.count(',') + 1} fields, the heading has 5"
    assert ",".join(rows[2].raw) == line.strip()


def test_trailing_commas_blank_lines_and_an_end_mark_are_no_rows(tmp_path: Path) -> None:
    text = as_csv() + "3,2025-05-06,Hole,phone,x,,\r\n\r\n,,,,\r\n\x1a"
    rows = rows_of(written(tmp_path, "rows.csv", text))
    assert [row.problem for row in rows] == [None] * 3


def test_a_line_of_broken_json_is_a_bad_row_with_its_column(tmp_path: Path) -> None:
    lines = "\n".join([json.dumps(RECORDS[0]), '{"id": 2, ', "[1]"])
    rows = rows_of(written(tmp_path, "rows.ndjson", lines))
    assert rows[1].problem is not None
    assert rows[1].problem.startswith("column 11: broken JSON")
    assert rows[2].problem == "is no object with named members"


BROKEN: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.csv", b"", "a.csv: the file is empty"),
    "a missing column": (
        "a.csv", b"id,open,kind,way,note\n", "row 1: no column 'opened'; the nearest is 'open'",
    ),
    "another delimiter": ("a.csv", as_csv(";").encode(), "parted by ';', the profile says ','"),
    "another encoding": (
        "a.csv", b"id,opened,kind,way,note\n1,2,\xc4\xe3,x,y\n", "line 2, byte 29 (0xC4): is no",
    ),
    "torn gzip": ("a.csv.gz", gzip.compress(as_csv().encode())[:-20], "the gzip file is torn"),
    "junk behind gzip": ("a.csv.gz", gzip.compress(as_csv().encode()) + b"junk", "something else"),
    "no gzip": ("a.csv.gz", as_csv().encode(), "it is no gzip file"),
    "no workbook": ("a.xlsx", as_csv().encode(), "a.xlsx: is no whole Excel workbook"),
    "a workbook called csv": ("a.csv", b"PK\x03\x04rest", "is an Excel workbook or a zip archive"),
    "no parquet": ("a.parquet", b"PAR1 and no more", "a.parquet: is no Parquet file"),
    "broken json": ("a.json", b'[\n{"id": 1,\n}]', "a.json, line 3, column 1: broken JSON"),
    "deep json": ("a.json", b"[" * 200_000, "nested too deeply"),
    "a number without end": ("a.json", b"[" + b"1" * 9_000 + b"]", "number of too many digits"),
    "no list": ("a.json", b'{"cases": []}', 'write records = "cases" into the profile'),
    "no member of the name": ("a.json", b'[{"ID": 1, "opened": 2}]', "no record has 'id'"),
    "NUL bytes": (
        "a.csv", b"id,opened,kind,way,note\n1,2,\x00,x,y\n", "line 2, character 5: a NUL byte",
    ),
    "a picture": ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "a.csv, line 1, byte 1 (0x89)"),
    "an unknown ending": ("a.dat", b"x", "no format is known for this ending"),
    "an open quote": ("a.csv", as_csv().encode() + b'3,"x,y\n', "row 4: a quoted field is opened"),
    "an open quote in the heading": ("a.csv", b'id,"opened\n', "the heading: unexpected end"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_one_clear_sentence(tmp_path: Path, kind: str) -> None:
    name, content, expected = BROKEN[kind]
    sentence = fails(written(tmp_path, name, content))
    assert expected in sentence
    assert sentence.startswith(name)
    assert "\n" not in sentence


def refusal(path: Path) -> str:
    """What is said against the file; nothing if it can be read after all."""
    try:
        rows_of(path)
    except ImportFailed as failed:
        return str(failed)
    return ""


@pytest.mark.parametrize("make", [parquet, lambda at: workbook(at, COLUMNS, *ROWS)])
def test_a_book_with_damaged_insides_is_one_clear_sentence(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    path = make(tmp_path)
    whole = path.read_bytes()
    for start in range(0, len(whole) - 40, max(len(whole) // 60, 1)):
        path.write_bytes(whole[:start] + b"\xa5" * 40 + whole[start + 40 :])
        assert "\n" not in refusal(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert fails(tmp_path / "gone.csv") == "gone.csv: no such file"


def test_a_mark_that_contradicts_the_profile(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", b"\xef\xbb\xbf" + as_csv().encode())
    assert "begins with the mark of utf-8-sig" in fails(path, encoding="gb18030")


def test_a_column_that_is_there_twice(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "id,id,opened,kind,way,note\n")
    assert "column 'id' is there twice" in fails(path)
