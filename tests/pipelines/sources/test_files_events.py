"""One row, its events: fields, times at the change of clocks, marks of the missing, histories."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.event import Event, parse
from pipelines.sources.faults import ImportFailed, RowRejected
from pipelines.sources.files import RowReader
from pipelines.sources.profile import PROFILES, load_profile, read_profile
from pipelines.sources.rows import Row, open_rows

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def town(reported: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    case = {
        "reported": {"time": "opened", "category": "kind", "channel": {"value": "file"}}
        | (reported or {}),
        "closed": {"time": "closed"},
    }
    return {
        "source": "town",
        "id": ["id"],
        "times": ["%Y-%m-%d %H:%M", "iso"],
        "case": case,
    } | changes


def events(raw: dict[str, Any], **cells: Any) -> list[dict[str, Any]]:
    record = {"id": 7, "opened": "2025-05-06 09:00", "kind": "Pothole"} | cells
    row = Row(number=2, record=record, raw=())
    found = RowReader(read_profile(raw, "town"), NEW_YORK).events(row)
    assert all(isinstance(parse(event, now=NOW), Event) for event in found)
    return found


def rejected(raw: dict[str, Any], **cells: Any) -> str:
    with pytest.raises(RowRejected) as why:
        events(raw, **cells)
    return str(why.value)


def test_the_case_is_the_rows_id_behind_the_sources_name() -> None:
    (report,) = events(town())
    assert (report["subject"], report["source"]) == ("town-7", "town")
    assert report["time"] == "2025-05-06T13:00:00Z"


def test_several_columns_can_make_the_id() -> None:
    (report,) = events(town(id=["year", "id"]), year="2025")
    assert report["subject"] == "town-2025-7"


def test_the_same_statement_has_the_same_id_and_another_has_another() -> None:
    assert events(town())[0]["id"] == events(town())[0]["id"]
    assert events(town())[0]["id"] != events(town(), kind="Graffiti")[0]["id"]


@pytest.mark.parametrize(
    "mark", ["", "  ", "NULL", "N/A", "#NAME?", "#REF!", "#N/A", "#VALUE!", "#DIV/0!"]
)
def test_marks_of_a_missing_value_are_no_closing(mark: str) -> None:
    assert len(events(town(), closed=mark)) == 1


def test_constants_maps_defaults_and_joined_columns() -> None:
    reported = {
        "response_tracked": {"value": False},
        "priority": {"column": "urgent", "map": {"Y": "danger"}, "default": "ordinary"},
        "address": {"columns": ["street", "number"], "join": " "},
        "attributes": {"ward": "ward"},
    }
    (report,) = events(town(reported), urgent="Y", street="Main St", number=12.0, ward="3")
    assert report["data"] | {"category": "", "channel": ""} == {
        "category": "", "channel": "", "response_tracked": False, "priority": "danger",
        "address": "Main St 12", "attributes": {"ward": "3"},
    }  # fmt: skip
    assert events(town(reported))[0]["data"]["priority"] == "ordinary"


def test_a_place_of_zeros_is_none() -> None:
    place = {"lat": "lat", "lon": "lon"}
    assert "lat" not in events(town(place), lat="0.0", lon="0")[0]["data"]
    assert events(town(place, decimal=","), lat="42,27", lon="-71,1")[0]["data"]["lat"] == 42.27


def test_a_wrong_cell_is_named_by_its_column() -> None:
    assert rejected(town({"lat": "north"}), north="uphill") == "north: 'uphill' is no number"
    assert rejected(town(), closed="soon").startswith("closed: 'soon' is no time in the forms")
    assert rejected(town(), opened="") == "opened: empty, a case needs the time of its report"
    assert rejected(town(), id=" ") == "id: empty, a row needs its id"


def test_an_unknown_word_of_verdict_is_not_passed_over() -> None:
    raw = town(verdict={"column": "word", "on_time": "ok", "late": ["late", "overdue"]})
    closed = events(raw, closed="2025-05-07 09:00", word="overdue")[1]
    assert closed["data"]["verdict"] == "late"
    assert rejected(raw, word="perhaps") == "word: 'perhaps' is no word the profile knows"


@pytest.mark.parametrize(
    ("opened", "closed", "instants"),
    [
        ("2025-11-02 01:50", "2025-11-02 01:55", ("05:50", "05:55")),
        ("2025-11-02 01:50", "2025-11-02 01:20", ("05:50", "06:20")),
        ("2025-11-02 00:50", "2025-11-02 01:20", ("04:50", "05:20")),
    ],
)
def test_in_a_repeated_hour_the_closing_does_not_precede_the_report(
    opened: str, closed: str, instants: tuple[str, str]
) -> None:
    found = events(town(), opened=opened, closed=closed)
    assert tuple(event["time"][11:16] for event in found) == instants


def test_a_time_of_the_missing_hour_is_shifted_forward_and_marked() -> None:
    (report,) = events(town(), opened="2025-03-09 02:30")
    assert report["time"] == "2025-03-09T07:30:00Z"
    assert report["data"]["time_shifted"] is True


@pytest.mark.parametrize(
    ("form", "cell"),
    [
        ("epoch", 1746536400),
        ("epoch_ms", "1746536400000"),
        ("excel", "45783.375"),
        ("%m/%d/%Y %I:%M:%S %p", "05/06/2025 09:00:00 AM"),
        ("iso", "2025-05-06T09:00:00-04:00"),
        ("iso", "2025-05-06T13:00:00Z"),
        ("iso", datetime(2025, 5, 6, 9)),
    ],
)
def test_times_of_every_form(form: str, cell: object) -> None:
    assert events(town(times=[form]), opened=cell)[0]["time"] == "2025-05-06T13:00:00Z"


def test_date_and_time_can_stand_in_two_columns() -> None:
    raw = town({"time": ["day", "hour"]}, times=["%Y-%m-%d %H:%M"])
    assert events(raw, day="2025-05-06", hour="09:00")[0]["time"] == "2025-05-06T13:00:00Z"


def test_an_event_exists_only_with_its_needed_columns_and_words() -> None:
    raw = town()
    raw["case"]["dispatched"] = {"time": "opened", "needs": "team", "department": "team"}
    raw["case"]["merged"] = {"time": "opened", "when": {"twin": ["true"]}, "into": {"case": "of"}}
    assert len(events(raw, team="", twin=False)) == 1
    types = [event["type"] for event in events(raw, team="Roads", twin=True, of="5")]
    assert types == ["case.reported", "case.dispatched", "case.merged"]
    assert events(raw, twin=True, of="5")[1]["data"] == {"into": "town-5"}


def test_a_history_is_told_act_by_act_and_unknown_kinds_are_passed_over() -> None:
    history = {
        "list": "log.notes", "time": "at", "type": "what",
        "sent": {"event": "case.dispatched", "department": "to.name"},
        "done": {"event": "case.closed", "reason": "../outcome"},
    }  # fmt: skip
    raw = town(history=history)
    notes = [
        {"at": "2025-05-06T14:00:00Z", "what": "sent", "to": {"name": "Roads"}},
        {"at": "2025-05-06T15:00:00Z", "what": "looked at"},
        {"at": "2025-05-07T15:00:00Z", "what": "done"},
    ]
    found = events(raw, log={"notes": notes}, outcome="filled")
    assert [event["data"] for event in found[1:]] == [{"department": "Roads"}, {"reason": "filled"}]


def told_or_why(reader: RowReader, row: Row) -> list[dict[str, Any]] | str:
    try:
        return reader.events(row)
    except RowRejected as why:
        return str(why)


@given(st.text(), st.text(), st.text())
def test_any_text_gives_events_or_a_reason(kind: str, opened: str, closed: str) -> None:
    reader = RowReader(read_profile(town(), "town"), NEW_YORK)
    record = {"id": "1", "kind": kind, "opened": opened, "closed": closed}
    assert told_or_why(reader, Row(number=2, record=record, raw=()))


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a misspelt key": (town(timezon="x"), "timezon: unknown key; did you mean 'timezone'?"),
    "a misspelt field": (town({"categry": "x"}), "case.reported.categry: unknown key"),
    "no report": (town(case={"closed": {"time": "c"}}), "case.reported: missing"),
    "an unknown act": (
        town(case={"reported": {"time": "a"}, "close": {"time": "b"}}),
        "did you mean 'case.closed'?",
    ),
    "no time": (town(case={"reported": {"category": "x"}}), "case.reported.time: missing"),
    "no zone": (town(timezone="Mars/Base"), "timezone: 'Mars/Base' is no time zone"),
    "an unknown format": (town(format="pdf"), "format: 'pdf' is none of csv"),
    "a long delimiter": (town(delimiter="||"), "delimiter: '||' is not one character"),
    "no table": (town({"attributes": "ward"}), "case.reported.attributes: 'ward' is no table"),
    "a heading nowhere": (town(header_row=0), "header_row: 0 is no row"),
    "no id": (town(id=None), "id: missing"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_profile_says_which_key(kind: str) -> None:
    raw, expected = WRONG[kind]
    with pytest.raises(ImportFailed) as failed:
        read_profile(raw, "town")
    assert str(failed.value).startswith("town.toml, ")
    assert expected in str(failed.value)


def test_a_profile_is_found_by_name_or_by_path(tmp_path: Path) -> None:
    assert load_profile("boston").source == "boston"
    (tmp_path / "own.toml").write_text('source = "own"\nid = "a"\n[case.reported]\ntime = "b"\n')
    assert load_profile(tmp_path / "own.toml").name == "own"
    with pytest.raises(ImportFailed, match="no such profile; there are boston, chicago"):
        load_profile("bostn")
    (tmp_path / "bad.toml").write_text("source = \n")
    with pytest.raises(ImportFailed, match=r"bad\.toml: no TOML"):
        load_profile(str(tmp_path / "bad.toml"))


def test_the_worked_example_of_the_readme_works(tmp_path: Path) -> None:
    lines = (PROFILES / "README.md").read_text().splitlines()
    code = [line.removeprefix("    ") for line in lines if line.startswith("    ") or not line]
    text = "\n".join(code)
    toml = text[text.index("source = ") : text.index('class = "Subject"')]
    (tmp_path / "mytown.toml").write_text(toml)
    table = text[text.index("Ref;") : text.index("source = ")].strip()
    (tmp_path / "cases.csv").write_text(table, encoding="latin-1")
    profile = load_profile(tmp_path / "mytown.toml")
    (row,) = open_rows(tmp_path / "cases.csv", profile).rows
    found = RowReader(profile, NEW_YORK).events(row)
    assert [event["type"] for event in found] == ["case.reported", "case.dispatched", "case.closed"]
    assert found[0]["data"]["channel"] == "hotline"
    assert found[0]["data"]["lat"] == 52.52
    assert found[2]["data"] == {"verdict": "on_time"}
