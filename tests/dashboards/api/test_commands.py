"""Commands on a database of their own: an import counts its rejects, a check says all it finds."""

from pathlib import Path
from typing import Any

import pytest

import app
from pipelines.store import Store

HEADS = (
    "CASE_ENQUIRY_ID,OPEN_DT,TARGET_DT,CLOSED_DT,OnTime_Status,CASE_TITLE,SUBJECT,REASON,TYPE,QUEUE,"
    "Department,SubmittedPhoto,Location,neighborhood,ward,LATITUDE,LONGITUDE,Source,CLOSURE_REASON"
)
ROW = "{},{},,,ONTIME,t,s,r,Pothole,q,PWDx,,Main St,Dorchester,1,{},{},Phone,"
HERE = ("39.0", "117.7")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def cases(*rows: tuple[str, str, str, str]) -> str:
    Path("cases.csv").write_text("\n".join([HEADS, *(ROW.format(*row) for row in rows)]), "utf-8")
    return "cases.csv"


def imported(*rows: tuple[str, str, str, str]) -> int:
    return app.run(["import", cases(*rows), "--profile", "boston", "--database", "city.duckdb"])


def refusals() -> list[dict[str, Any]]:
    store = Store("city.duckdb")
    try:
        return store.cursor().records("queries/read_refusals", day="2026-01-01", most=9)
    finally:
        store.close()


def test_rows_an_import_rejects_are_counted_by_source_and_kind() -> None:
    bad = [(str(n), "2026-01-02 10:00:00", f"north {n}", "117.7") for n in range(5)]
    assert imported(("9", "2026-01-02 10:00:00", *HERE), *bad, ("8", "yesterday", *HERE)) == 0
    latitude, opened = refusals()
    assert (latitude["source"], latitude["reason"], latitude["n"]) == (
        "boston",
        "LATITUDE: is no number",
        5,
    )
    assert (latitude["example_id"], latitude["example"]) == (
        "row 7",
        "LATITUDE: 'north 4' is no number",
    )
    assert (opened["n"], opened["example_id"]) == (1, "row 8")


def test_an_import_without_rejects_counts_nothing() -> None:
    assert imported(("9", "2026-01-02 10:00:00", *HERE)) == 0
    assert refusals() == []


def test_a_check_runs_every_audit_query(capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(("9", "2026-01-02 10:00:00", *HERE)) == 0
    assert app.run(["check", "--database", "city.duckdb"]) == 0
    assert imported(("7", "2026-01-02 10:00:00", "9.0", "17.7")) == 0
    store = Store("city.duckdb")
    store.writer.execute("insert into live_act select * from live_act where id like 'boston-9%'")
    store.close()
    capsys.readouterr()
    assert app.run(["check", "--database", "city.duckdb"]) == 1
    said = capsys.readouterr().out
    assert "case_outside_the_city: 1 bad rows" in said
    assert "identity_twice: 2 bad rows" in said
