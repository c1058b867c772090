"""Newer exports: only what changed is sent, and the log then says what the newest export says."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.event import Event, Refused, parse
from pipelines.sources.profile import PROFILES, load_profile
from tests.pipelines.importing_twin import (
    NOW,
    MemorySink,
    fold,
    small_profile,
    small_row,
    take_in,
    write_csv,
)

PROFILE = small_profile()


def export(tmp_path: Path, sink: MemorySink, *rows: dict[str, str]) -> list[Event]:
    """Imports one export and gives the events it added."""
    before = len(sink.log)
    take_in(write_csv(tmp_path / "export.csv", rows), PROFILE, sink)
    return list(sink.log.values())[before:]


def state(sink: MemorySink) -> dict[str, Any]:
    return fold(sink.log.values())


def test_a_newer_export_adds_only_the_closing(tmp_path: Path) -> None:
    sink = MemorySink()
    export(tmp_path, sink, small_row(1), small_row(2))
    added = export(tmp_path, sink, small_row(1), small_row(2, closed="2025-05-07 10:00"))
    assert [(event.type, event.subject) for event in added] == [("case.closed", "town-2")]


def test_a_changed_field_is_amended_alone_at_the_time_of_the_report(tmp_path: Path) -> None:
    sink = MemorySink()
    (report,) = export(tmp_path, sink, small_row(1, note="hole"))
    (amendment,) = export(tmp_path, sink, small_row(1, note="deep hole"))
    assert amendment.type == "case.amended"
    assert dict(amendment.data) == {"title": "deep hole"}
    assert amendment.time == report.time


def test_a_closing_that_is_no_longer_so_is_withdrawn_at_its_own_time(tmp_path: Path) -> None:
    sink = MemorySink()
    _, closing = export(tmp_path, sink, small_row(1, closed="2025-05-07 10:00"))
    (withdrawal,) = export(tmp_path, sink, small_row(1))
    assert withdrawal.type == "case.retracted"
    assert withdrawal.data["event"] == closing.id
    assert withdrawal.time == closing.time


def test_a_field_that_became_empty_is_reported_anew_at_the_same_time(tmp_path: Path) -> None:
    sink = MemorySink()
    (report,) = export(tmp_path, sink, small_row(1, note="hole", due="2025-05-09 09:00"))
    added = export(tmp_path, sink, small_row(1, note="hole"))
    assert [event.type for event in added] == ["case.retracted", "case.reported"]
    assert {event.time for event in added} == {report.time}
    assert "due" not in state(sink)["town-1"]["fields"]


def test_a_report_that_moves_is_withdrawn_and_made_at_its_new_time(tmp_path: Path) -> None:
    sink = MemorySink()
    export(tmp_path, sink, small_row(1))
    export(tmp_path, sink, small_row(1, note="hole"))
    export(tmp_path, sink, small_row(1, note="hole", opened="2025-05-06 08:00"))
    assert state(sink)["town-1"]["at"].hour == 12
    assert state(sink)["town-1"]["fields"]["title"] == "hole"


@pytest.mark.parametrize("field", [{"note": "b"}, {"closed": "2025-05-08 10:00"}, {"due": ""}])
def test_what_goes_and_comes_back_is_accepted_again(tmp_path: Path, field: dict[str, str]) -> None:
    first = small_row(1, note="a", closed="2025-05-07 10:00", due="2025-05-09 09:00")
    sink, alone = MemorySink(), MemorySink()
    for row in (first, first | field, first, first | field, first):
        export(tmp_path, sink, row)
    export(tmp_path, alone, first)
    assert state(sink) == state(alone)
    assert export(tmp_path, sink, first) == []


def test_rows_missing_from_a_newer_export_are_left_alone(tmp_path: Path) -> None:
    sink = MemorySink()
    export(tmp_path, sink, small_row(1), small_row(2))
    assert export(tmp_path, sink, small_row(2)) == []
    assert set(state(sink)) == {"town-1", "town-2"}


def test_acts_of_the_desk_on_an_imported_case_are_left_alone(tmp_path: Path) -> None:
    sink = MemorySink()
    (report,) = export(tmp_path, sink, small_row(1))
    urged = {"id": "u1", "source": "desk", "type": "case.urged", "subject": report.subject}
    event = parse({**urged, "time": "2025-05-06T15:00:00Z"}, now=NOW)
    assert not isinstance(event, Refused)
    own = parse({**urged, "source": "town", "time": "2025-05-06T16:00:00Z"}, now=NOW)
    assert not isinstance(own, Refused)
    sink.send([event, own])
    assert export(tmp_path, sink, small_row(1)) == []


def test_what_was_erased_is_not_brought_back_by_a_newer_export(tmp_path: Path) -> None:
    sink = MemorySink()
    (report,) = export(tmp_path, sink, small_row(1, note="Ms Li, 138…"))
    raw = {"id": "r1", "source": "desk", "type": "case.redacted", "subject": report.subject}
    erased = parse({**raw, "time": "2025-05-07T15:00:00Z", "data": {"fields": ["title"]}}, now=NOW)
    assert not isinstance(erased, Refused)
    sink.send([erased])
    added = export(tmp_path, sink, small_row(1, note="Ms Li, 139…", way="web"))
    assert [dict(event.data) for event in added] == [{"channel": "web"}]


def test_verdicts_go_only_to_rows_with_a_limit(tmp_path: Path) -> None:
    sink = MemorySink()
    closed = {"closed": "2025-05-07 10:00", "word": "ok"}
    export(tmp_path, sink, small_row(1, **closed), small_row(2, due="2025-05-09 09:00", **closed))
    verdicts = {event.subject: event.data.get("verdict") for event in sink.of("case.closed")}
    assert verdicts == {"town-1": None, "town-2": "on_time"}


def test_where_the_file_knows_no_limits_every_verdict_counts(tmp_path: Path) -> None:
    reported = {"time": "opened", "category": "kind", "channel": "way"}
    profile = small_profile(case={"reported": reported, "closed": {"time": "closed"}})
    sink = MemorySink()
    row = small_row(1, closed="2025-05-07 10:00", word="late")
    take_in(write_csv(tmp_path / "rows.csv", [row]), profile, sink)
    assert sink.of("case.closed")[0].data["verdict"] == "late"


rows = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["1", "2", "3"]),
        "opened": st.sampled_from(["2025-05-06 09:00", "2025-05-06 10:30"]),
        "closed": st.sampled_from(["", "2025-05-07 10:00", "2025-05-08 10:00"]),
        "due": st.sampled_from(["", "2025-05-09 09:00"]),
        "note": st.sampled_from(["", "a", "市民", "NULL", "#REF!"]),
        "lat": st.sampled_from(["", "42.3"]),
        "word": st.sampled_from(["", "ok", "late"]),
    }
).map(lambda changes: small_row() | changes)
exports = st.lists(st.lists(rows, max_size=5), min_size=1, max_size=5)


def expected(series: list[list[dict[str, str]]]) -> dict[str, Any]:
    """Each case as its last row in the last export that has it says, imported alone."""
    last = {row["id"]: row for export_rows in series for row in export_rows}
    sink = MemorySink()
    with TemporaryDirectory() as folder:
        export(Path(folder), sink, *last.values())
    return state(sink)


@settings(max_examples=60, deadline=None)
@given(exports)
def test_after_any_series_of_exports_the_log_says_what_the_newest_rows_say(
    series: list[list[dict[str, str]]],
) -> None:
    sink = MemorySink()
    with TemporaryDirectory() as folder:
        for export_rows in series:
            export(Path(folder), sink, *export_rows)
        assert export(Path(folder), sink, *series[-1]) == []
    assert state(sink) == expected(series)


@settings(max_examples=30, deadline=None)
@given(exports, st.randoms(use_true_random=False))
def test_any_order_of_older_exports_before_the_newest_ends_the_same(
    series: list[list[dict[str, str]]], chance: Any
) -> None:
    newest = [small_row(number, note="newest") for number in (1, 2, 3)]
    mixed = chance.sample(series, len(series))
    assert run([*series, newest]) == run([*mixed, newest])


def run(series: list[list[dict[str, str]]]) -> dict[str, Any]:
    sink = MemorySink()
    with TemporaryDirectory() as folder:
        for export_rows in series:
            export(Path(folder), sink, *export_rows)
    return state(sink)


def test_the_shipped_profiles_are_at_most_forty_lines() -> None:
    for path in PROFILES.glob("*.toml"):
        assert load_profile(path.stem).source
        assert len(path.read_text().splitlines()) <= 40
