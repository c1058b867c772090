"""The report says what was measured and ranks nobody who answered otherwise; the chart is one."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from bench.acts import MEASURES, difference
from bench.chart import draw
from bench.peers import OURS
from bench.report import write_report
from bench.results import medians, read_cells
from bench.tables import number, ratios

SVG = "{http://www.w3.org/2000/svg}"
SIZES = (10_000, 100_000)
LARGEST_CHART = 300_000


def wrote(kept: Path, cases: int, name: str, ms: float, **more: Any) -> None:
    """What a process leaves: three batches of each size, and its answers."""
    folder = kept / str(cases)
    folder.mkdir(exist_ok=True)
    rows = [[size, ms / 2, ms / 2, ms, 1.0] for size in (1, 100, 1_000, 20_000) for _ in range(3)]
    told = {"engine": name, "cases": cases, "version": "9.9", "stopped": None, "batches": rows}
    told["measured_at"] = f"2026-07-15 1{len(list(folder.iterdir()))}:00"
    (folder / f"{name}.json").write_text(json.dumps(told | {"load_s": 1.5, "rss_mib": 200} | more))
    answers = np.zeros((2, 3, len(MEASURES))) + more.get("answer", 1.0)
    np.savez_compressed(folder / f"{name}.npz", answers=answers)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """citysense 10 and 12 ms, SQLite 5 and 30 ms, pandas answers otherwise, Polars was stopped."""
    for cases, ours, theirs in ((10_000, 10.0, 5.0), (100_000, 12.0, 30.0)):
        wrote(tmp_path, cases, OURS, ours)
        wrote(tmp_path, cases, "sqlite_tables", theirs)
        wrote(tmp_path, cases, "pandas_frame", 0.125, answer=2.0)
        wrote(tmp_path, cases, "polars_frame", 1.0, batches=[], stopped="stopped after 7 s")
    return tmp_path


@pytest.fixture
def text(kept: Path, tmp_path: Path) -> str:
    write_report(kept, SIZES, tmp_path / "docs")
    return (tmp_path / "docs" / "BENCHMARKS.md").read_text("utf-8")


def row(text: str, after: str, title: str) -> list[str]:
    """The cells of an engine's first row after a heading."""
    line = next(line for line in text.split(after)[1].splitlines() if line.startswith(f"| {title}"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_times_stand_with_their_ratio_to_ours(text: str) -> None:
    assert row(text, "## 10,000 cases", "citysense")[1] == "10.0"
    assert row(text, "## 10,000 cases", "SQLite")[1] == "5.00 (×0.5)"
    assert row(text, "## 100,000 cases", "SQLite")[1] == "30.0 (×2.5)"
    assert row(text, "## 100,000 cases", "SQLite")[5] == "666,667"


def test_the_report_says_when_it_was_measured(text: str) -> None:
    assert "* from 2026-07-15 10:00 to 2026-07-15 16:00 UTC" in text


def test_growth_is_against_the_engines_own_shortest_history(text: str) -> None:
    assert row(text, "## How time grows", "citysense")[1:] == ["×1.2"] * 4
    assert row(text, "## How time grows", "SQLite")[1:] == ["×6"] * 4


def test_who_answers_otherwise_is_listed_and_not_ranked(text: str, kept: Path) -> None:
    assert row(text, "## 10,000 cases", "pandas")[1:] == ["—"] * 5 + ["**no**"]
    assert "pandas, a row a case, 10,000 cases: other answers, after batch 1: " in text
    assert ratios(read_cells(kept, SIZES), 10_000, "pandas_frame") == {}


def test_who_was_stopped_is_listed_with_the_reason(text: str) -> None:
    assert "* Polars, a row a case, 10,000 cases: stopped after 7 s" in text


def test_where_a_peer_wins_it_is_said_with_a_reason(text: str) -> None:
    wins = text.split("## Where a peer wins, and why")[1].split("##", maxsplit=1)[0]
    assert "**SQLite, tables by hand** at 10,000 cases in batches of 1 (×0.5)" in wins
    assert "100,000 cases" not in wins
    assert "pandas" not in wins


def test_what_reading_costs_is_in_the_report_once_it_has_been_measured(
    text: str, kept: Path, tmp_path: Path
) -> None:
    assert "## Reading" not in text
    told = {"cases": 10_000, "today by cell": {"p50_ms": 3.25, "p99_ms": 12.5}, "events": 12_345}
    (kept / "reads-10000.json").write_text(json.dumps(told))
    write_report(kept, SIZES, tmp_path / "docs")
    written = (tmp_path / "docs" / "BENCHMARKS.md").read_text("utf-8")
    assert row(written, "## Reading", "today by cell")[1] == "3.25, 12.5"
    assert row(written, "## Reading", "events")[1] == "12,345"


def test_the_chart_has_a_line_for_who_is_ranked_and_stays_small(kept: Path) -> None:
    chart = draw(read_cells(kept, SIZES))
    lines = [
        path for path in ElementTree.fromstring(chart).iter(f"{SVG}path") if path.get("stroke")
    ]
    assert len(lines) == 4 * 2
    assert len(chart.encode()) < LARGEST_CHART


def test_a_chart_of_nothing_is_still_a_picture() -> None:
    assert ElementTree.fromstring(draw({})).tag == f"{SVG}svg"


def test_medians_leave_out_what_is_not_counted_and_what_is_too_little() -> None:
    batches = [[1, 5.0, 1.0, 1.0, 0.0], *([1, ms, 1.0, 1.0, 1.0] for ms in (2.0, 3.0, 9.0))]
    found = medians([*batches, [100, 1.0, 1.0, 1.0, 1.0]])
    assert (found[1].count, found[1].whole_ms) == (3, 4.0)
    assert 100 not in found


def test_two_answers_differ_by_any_count_and_by_a_quantile_further_off_than_it_may_be() -> None:
    one = np.ones((2, len(MEASURES)))
    for measure, by, differs in (
        (0, 1.0, True),
        (7, 0.03, True),
        (7, 0.01, False),
        (6, 1e-12, False),
    ):
        other = one.copy()
        other[1, measure] += by
        assert (difference(one, other) is not None) == differs
    none = one.copy()
    none[0, 7] = np.nan
    assert difference(one, none) is not None
    assert difference(none, none.copy()) is None


def test_numbers_have_the_digits_that_count() -> None:
    assert [number(value) for value in (None, 0.1234, 12.34, 1234.5)] == [
        "—",
        "0.12",
        "12.3",
        "1,234",
    ]
