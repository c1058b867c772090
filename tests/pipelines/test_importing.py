"""Importing whole files: the real week and its made twin, counters, rejects, and the oracle."""

import csv
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from pipelines.fields import parse_instant
from pipelines.importing import ImportResult
from pipelines.sources.faults import ImportFailed
from pipelines.sources.profile import load_profile
from tests.pipelines.importing_twin import (
    BOSTON_COLUMNS,
    BOSTON_FILE,
    CHICAGO_FILE,
    REAL,
    MemorySink,
    Stored,
    boston_rows,
    chicago_record,
    fold,
    small_profile,
    small_row,
    take_in,
    write_csv,
)

needs_real = pytest.mark.skipif(
    not BOSTON_FILE.is_file(), reason=f"CITYSENSE_REAL_DATA ({REAL}) holds no case files"
)


def count(sink: MemorySink, as_of: datetime) -> dict[str, int]:
    """The cohort's counts by the definitions, in pandas, out of the events alone."""
    cases = fold(sink.log.values(), as_of)
    lines = []
    for case in cases.values():
        closings = [time for kind, time, _ in case["acts"] if kind == "case.closed"]
        due = case["fields"].get("due")
        closed_at = max(closings, default=None)
        lines.append((closed_at, parse_instant(due) if due else None))
    table = pd.DataFrame(lines, columns=["closed", "due"]).apply(pd.to_datetime, utc=True)
    limited, closed = table.due.notna(), table.closed.notna()
    counted = {
        "on_time": limited & closed & (table.closed <= table.due),
        "late": limited & closed & (table.closed > table.due),
        "open_overdue": limited & ~closed & (table.due < as_of),
        "open": ~closed,
    }
    return {name: int(mask.sum()) for name, mask in counted.items()} | {"cases": len(table)}


@needs_real
def test_the_boston_week_reads_whole_and_gives_the_oracle() -> None:
    sink = MemorySink()
    result = take_in(BOSTON_FILE, load_profile("boston"), sink)
    assert (result.read, result.rejected, result.duplicate) == (2400, 0, 0)
    now = count(sink, datetime.fromisoformat("2016-01-12T00:00:00-05:00"))
    expected = {"on_time": 1367, "late": 364, "open_overdue": 181, "open": 333, "cases": 2400}
    assert now == expected
    due = now["on_time"] + now["late"] + now["open_overdue"]
    assert due == 1912
    assert round(100 * now["on_time"] / due, 4) == 71.4958
    assert round(100 * now["on_time"] / (now["on_time"] + now["late"]), 4) == 78.9717


@needs_real
def test_the_boston_week_as_it_was_known_on_its_last_evening() -> None:
    sink = MemorySink()
    take_in(BOSTON_FILE, load_profile("boston"), sink)
    then = count(sink, datetime.fromisoformat("2015-06-15T00:00:00-04:00"))
    assert then == {"on_time": 780, "late": 34, "open_overdue": 83, "open": 1408, "cases": 2400}


@needs_real
def test_the_verdict_is_given_only_to_closed_rows_with_a_target() -> None:
    sink = MemorySink()
    take_in(BOSTON_FILE, load_profile("boston"), sink)
    assert sum("verdict" in event.data for event in sink.of("case.closed")) == 1367 + 364


@needs_real
def test_the_chicago_requests_read_whole_with_their_history() -> None:
    sink = MemorySink()
    result = take_in(CHICAGO_FILE, load_profile("chicago"), sink)
    assert (result.read, result.rejected) == (50, 0)
    assert len(sink.of("case.closed")) == 49
    assert [event.data["into"] for event in sink.of("case.merged")] == ["chicago-15-05164921"]


@needs_real
@pytest.mark.parametrize(("name", "file"), [("boston", BOSTON_FILE), ("chicago", CHICAGO_FILE)])
def test_a_real_file_imported_twice_accepts_nothing_new(name: str, file: Path) -> None:
    sink = MemorySink()
    first = take_in(file, load_profile(name), sink, chunk=700)
    second = take_in(file, load_profile(name), sink, chunk=7000)
    assert (second.accepted, second.duplicate) == (0, first.accepted)


def test_a_made_week_of_bostons_shape_reads_whole(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "week.csv", boston_rows(140), BOSTON_COLUMNS)
    sink = MemorySink()
    result = take_in(file, load_profile("boston"), sink)
    assert (result.read, result.rejected) == (140, 0)
    counted = count(sink, datetime.fromisoformat("2015-07-01T00:00:00-04:00"))
    assert counted["cases"] == 140
    assert counted["open"] == 28
    assert counted["on_time"] + counted["late"] + counted["open_overdue"] == 120


def test_a_made_chicago_document_tells_each_note_as_an_act(tmp_path: Path) -> None:
    file = tmp_path / "requests.json"
    file.write_text(json.dumps([chicago_record(number) for number in range(3)]))
    sink = MemorySink()
    result = take_in(file, load_profile("chicago"), sink)
    assert (result.read, result.rejected, result.accepted) == (3, 0, 18)
    assert {event.data["department"] for event in sink.of("case.dispatched")} == {"Water"}
    assert {event.data["department"] for event in sink.of("case.filed")} == {"Streets"}


def test_the_printed_line_has_the_five_counters() -> None:
    line = ImportResult(read=5, events=9, accepted=7, duplicate=2, rejected=1).as_json()
    assert line == '{"read": 5, "events": 9, "accepted": 7, "duplicate": 2, "rejected": 1}'


def test_a_rejected_row_is_kept_verbatim_behind_its_reason(tmp_path: Path) -> None:
    rows = [small_row(1), small_row(2, opened="31/02/2025", note=' "quoted", 市民 '), small_row(3)]
    file = write_csv(tmp_path / "rows.csv", rows)
    sink = MemorySink()
    result = take_in(file, small_profile(), sink, rejects=tmp_path / "bad.csv")
    assert (result.read, result.rejected, len(fold(sink.log.values()))) == (3, 1, 2)
    with (tmp_path / "bad.csv").open(newline="") as bad:
        (kept,) = csv.DictReader(bad)
    assert kept.pop("reason").startswith("row 3, opened: '31/02/2025' is no time")
    assert kept == rows[1]


def test_a_mended_rejects_file_can_be_imported_with_the_same_profile(tmp_path: Path) -> None:
    profile = small_profile(encoding="gb18030", delimiter=";")
    rows = [small_row(1, lat="north", note="路灯不亮")]
    file = write_csv(tmp_path / "a.csv", rows, encoding="gb18030", delimiter=";")
    take_in(file, profile, MemorySink(), rejects=tmp_path / "bad.csv")
    bad = tmp_path / "bad.csv"
    bad.write_bytes(bad.read_bytes().replace(b";north;", b";;"))
    sink = MemorySink()
    result = take_in(bad, profile, sink)
    assert result.rejected == 0
    assert sink.of("case.reported")[0].data["title"] == "路灯不亮"


def test_no_rejects_file_appears_when_nothing_is_rejected(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "rows.csv", [small_row(1)])
    take_in(file, small_profile(), MemorySink(), rejects=tmp_path / "bad.csv")
    assert not (tmp_path / "bad.csv").exists()


def test_the_rejects_file_may_not_be_the_case_file(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "rows.csv", [small_row(1)])
    with pytest.raises(ImportFailed, match="also the rejects file"):
        take_in(file, small_profile(), MemorySink(), rejects=file)


def test_a_row_ahead_of_the_citys_clock_is_rejected(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "rows.csv", [small_row(1, opened="2031-01-01 00:00")])
    result = take_in(file, small_profile(), MemorySink())
    assert (result.accepted, result.rejected) == (0, 1)
    assert "more than a day ahead" in result.reasons[0]


def test_nothing_is_sent_from_a_file_that_breaks_off_at_its_end(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "rows.csv", [small_row(number) for number in range(50)])
    file.write_text(file.read_text() + '51,"2025-05-06 09:00,,\n')
    sink = MemorySink()
    with pytest.raises(ImportFailed, match="row 52: a quoted field is opened and never closed"):
        take_in(file, small_profile(), sink, chunk=10)
    assert not sink.log


def test_identical_rows_of_one_case_are_one(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "rows.csv", [small_row(1), small_row(1)])
    sink = MemorySink()
    result = take_in(file, small_profile(), sink)
    assert (result.read, result.events, result.accepted) == (2, 1, 1)


@pytest.mark.parametrize("chunk", [1, 2, 100])
def test_of_contradicting_rows_the_later_wins_however_far_apart(tmp_path: Path, chunk: int) -> None:
    rows = [small_row(1, note="early"), *map(small_row, range(2, 9)), small_row(1, note="later")]
    file = write_csv(tmp_path / "rows.csv", rows)
    sink = MemorySink()
    take_in(file, small_profile(), sink, chunk=chunk)
    assert fold(sink.log.values())["town-1"]["fields"]["title"] == "later"
    assert take_in(file, small_profile(), sink, chunk=chunk).accepted == 0


def test_a_bad_later_row_does_not_take_the_good_earlier_one_with_it(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "rows.csv", [small_row(1), small_row(1, opened="never")])
    sink = MemorySink()
    result = take_in(file, small_profile(), sink)
    assert (result.accepted, result.rejected) == (1, 1)


def test_a_file_passes_chunk_by_chunk(tmp_path: Path) -> None:
    asked: list[int] = []

    class Counting(MemorySink):
        def known(self, subjects: Sequence[str]) -> list[Stored]:
            asked.append(len(subjects))
            return super().known(subjects)

    file = write_csv(tmp_path / "rows.csv", map(small_row, range(1_200)))
    take_in(file, small_profile(), Counting(), chunk=500)
    assert asked == [500, 500, 200]
