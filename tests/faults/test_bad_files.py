"""Files that cannot be imported: one sentence with its place, an exit code, the log unharmed.

How each format breaks is held by `tests/pipelines/sources/test_files_formats.py`; this is what a
person at the command line gets.
"""

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest

from tests.faults.running import command, command_here
from tests.pipelines.importing_twin import BOSTON_COLUMNS, boston_rows, write_csv
from tests.pipelines.packs import WHOLE, write_pack

CASES = 5


def workbook() -> bytes:
    """A zip archive that is no workbook."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("cases.txt", "no workbook " * 100)
    return packed.getvalue()


UNUSABLE: Mapping[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "an empty file": ("a.csv", lambda good: b"", "a.csv: the file is empty"),
    "a picture": (
        "a.csv", lambda good: b"\x89PNG\r\n\x1a\n\0\0\0",
        "a.csv, line 1, byte 1 (0x89): is no utf-8",
    ),
    "another encoding": (
        "a.csv", lambda good: good.replace(b"3 Main", b"\xb5\xc6 Main"),
        "a.csv, line 5, byte 734 (0xB5): is no utf-8; set encoding in the profile",
    ),
    "a missing column": (
        "a.csv", lambda good: good.replace(b"OPEN_DT", b"OPENED", 1),
        "a.csv, row 1: no column 'OPEN_DT'; the nearest is 'OPENED' (it has CASE_ENQUIRY_ID,",
    ),
    "semicolons": (
        "a.csv", lambda good: good.replace(b",", b";"),
        "no column 'CASE_ENQUIRY_ID'; the fields seem parted by ';', the profile says ','",
    ),
    "a quote without end": (
        "a.csv", lambda good: good + b'9,"06/08/2015\r\n',
        "a.csv, row 7: a quoted field is opened and never closed",
    ),
    "a NUL byte": (
        "a.csv", lambda good: good.replace(b"3 Main", b"\0 Main"),
        "a.csv, line 5, character 81: a NUL byte",
    ),
    "torn gzip": (
        "a.csv.gz", lambda good: gzip.compress(good)[:-30],
        "a.csv.gz, after line 5: the gzip file is torn or has something else behind it",
    ),
    "gzip by name alone": (
        "a.csv.gz", lambda good: good, "a.csv.gz: the name ends in .gz, but it is no gzip file",
    ),
    "a zip archive": (
        "a.zip", lambda good: workbook(), "a.zip: no format is known for this ending",
    ),
    "a workbook called csv": (
        "a.csv", lambda good: workbook(), "a.csv: is an Excel workbook or a zip archive, no text",
    ),
    "a torn workbook": (
        "a.xlsx", lambda good: workbook()[:-40], "a.xlsx: is no whole Excel workbook (.xlsx)",
    ),
    "broken JSON": (
        "a.json", lambda good: b'[\n{"CASE_ENQUIRY_ID": 1,\n}]',
        "a.json, line 3, column 1: broken JSON: Expecting property name",
    ),
    "JSON that is no list": (
        "a.json", lambda good: b'{"cases": []}',
        "a.json: the document is no list of records; write records = \"cases\" into the profile",
    ),
    "no Parquet": ("a.parquet", lambda good: good, "a.parquet: is no Parquet file: "),
}  # fmt: skip


ROWS: Mapping[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "an impossible time": (
        "a.csv", lambda good: good.replace(b"06/08/2015", b"31/31/2015", 1),
        "a.csv, row 2, OPEN_DT: '31/31/2015 12:00:00 AM' is no time in the forms of the profile",
    ),
    "a row too short": (
        "a.csv", lambda good: good + b"9,06/08/2015\r\n",
        "a.csv, row 7, has 2 fields, the heading has 19",
    ),
    "a row without its id": (
        "a.csv", lambda good: good.replace(b"101001500002", b"", 1),
        "a.csv, row 4, CASE_ENQUIRY_ID: empty, a row needs its id",
    ),
    "a latitude in words": (
        "a.csv", lambda good: good.replace(b"42.3000", b"north", 1),
        "a.csv, row 2, LATITUDE: 'north' is no number",
    ),
    "a torn line of JSON": (
        "a.ndjson", lambda good: as_lines(good) + b'{"CASE_ENQUIRY_ID": 9\n',
        "a.ndjson, row 6, column 22: broken JSON: Expecting ',' delimiter",
    ),
}  # fmt: skip


def as_lines(good: bytes) -> bytes:
    rows = csv.DictReader(io.StringIO(good.decode()))
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    return write_csv(folder / "good.csv", boston_rows(CASES), BOSTON_COLUMNS)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, good: Path) -> Iterator[Path]:
    """A database into which the good file was read; no bad file changes it."""
    made = tmp_path_factory.mktemp("city") / "city.duckdb"
    pack = write_pack(made.parent, WHOLE)
    first = command("import", good, "--profile", "boston", "--city", pack, "--database", made)
    assert (first.code, first.err) == (0, "")
    before = held(made)
    assert len(before) == json.loads(first.out)["accepted"] > CASES
    yield made
    assert held(made) == before
    verified = command("rebuild", "--verify", "--city", pack, "--database", made)
    assert verified.code == 0, verified.out


def held(database: Path) -> list[tuple[str, ...]]:
    """What stands in the log."""
    with duckdb.connect(str(database), read_only=True) as log:
        return sorted(log.execute("select source, id, subject, data from log").fetchall())


def spoilt(good: Path, folder: Path, name: str, spoil: Callable[[bytes], bytes]) -> Path:
    (folder / name).write_bytes(spoil(good.read_bytes()))
    return folder / name


def taken(
    capsys: pytest.CaptureFixture[str], file: Path, database: Path, rejects: Path
) -> tuple[int, str, str]:
    """Exit code, output and errors of an import, in this process."""
    pack = database.with_name("millbrook")
    named = ("--profile", "boston", "--city", pack, "--database", database, "--rejects", rejects)
    said = command_here(capsys, "import", file, *named)
    return said.code, said.out, said.err


@pytest.mark.parametrize("kind", UNUSABLE)
def test_an_unusable_file_is_one_sentence_and_nothing_is_taken(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, good: Path, database: Path, kind: str
) -> None:
    name, spoil, sentence = UNUSABLE[kind]
    file = spoilt(good, tmp_path, name, spoil)
    code, out, err = taken(capsys, file, database, tmp_path / "rejects.csv")
    assert (code, out) == (2, "")
    assert err.startswith(name)
    assert sentence in err
    assert "\n" not in err
    assert not (tmp_path / "rejects.csv").exists()


@pytest.mark.parametrize("kind", ROWS)
def test_a_bad_row_is_kept_with_its_reason_and_the_others_are_known(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, good: Path, database: Path, kind: str
) -> None:
    name, spoil, sentence = ROWS[kind]
    file, rejects = spoilt(good, tmp_path, name, spoil), tmp_path / "rejects.csv"
    code, out, err = taken(capsys, file, database, rejects)
    counted = json.loads(out)
    assert (code, counted["rejected"], counted["accepted"]) == (0, 1, 0)
    assert sentence in err
    assert "\n" not in err
    with rejects.open(newline="") as kept:
        [row] = list(csv.DictReader(kept))
    assert f"{name}, {row['reason']}" == err


def test_a_heading_alone_is_said_and_harmless(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, good: Path, database: Path
) -> None:
    file = spoilt(good, tmp_path, "a.csv", lambda text: text.splitlines(keepends=True)[0])
    code, out, err = taken(capsys, file, database, tmp_path / "rejects.csv")
    assert (code, json.loads(out)["read"]) == (0, 0)
    assert err == "a.csv: has no rows; nothing was read"


@pytest.mark.parametrize(("name", "words"), [("gone.csv", "does not exist"), ("", "a directory")])
def test_no_file_and_a_folder_are_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, database: Path, name: str, words: str
) -> None:
    code, out, err = taken(capsys, tmp_path / name, database, tmp_path / "rejects.csv")
    assert (code, out) == (2, "")
    assert str(tmp_path / name) in err
    assert words in err


def test_rejects_without_a_place_are_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, good: Path, database: Path
) -> None:
    file = spoilt(good, tmp_path, *ROWS["an impossible time"][:2])
    code, out, err = taken(capsys, file, database, tmp_path / "nowhere" / "rejects.csv")
    assert (code, out) == (2, "")
    assert err == "rejects.csv: cannot be written: No such file or directory"


def test_a_process_of_its_own_says_the_same(tmp_path: Path, good: Path, database: Path) -> None:
    file = spoilt(good, tmp_path, *UNUSABLE["a missing column"][:2])
    pack = database.with_name("millbrook")
    said = command("import", file, "--profile", "boston", "--city", pack, "--database", database)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(UNUSABLE["a missing column"][2])
    assert "Traceback" not in said.err
