"""Cases over HTTP: pages that meet, one case with its acts, and lists for tables and maps."""

import csv
import io

from tests.dashboards.api.room import Room, act, reported


def test_pages_meet_without_gap_or_repetition(room: Room) -> None:
    room.post([reported(n) for n in range(7)])
    seen: list[str] = []
    following: str | None = ""
    while following is not None:
        page = room.get(f"/cases?limit=3&cursor={following}").json
        seen += [case["id"] for case in page["cases"]]
        following = page["next"]
    assert sorted(seen) == [f"case-{n}" for n in range(7)]


def test_a_torn_cursor_is_said(room: Room) -> None:
    assert room.get("/cases?cursor=torn").status_code == 400


def test_one_case_tells_its_acts_in_order(room: Room) -> None:
    room.post([act(1, "answered", "2026-07-15T00:55:00Z"), reported(1)])
    case = room.get("/cases/case-1").json
    assert [event["type"] for event in case["events"]] == ["case.reported", "case.answered"]
    assert (case["id"], case["reported_at"]) == ("case-1", "2026-07-15T00:50:00Z")
    assert room.get("/cases/case-1?as_of=2026-07-15T00:40:00Z").status_code == 404


def test_an_act_of_an_unknown_case_is_kept_until_the_case_appears(room: Room) -> None:
    room.post([act(1, "answered", "2026-07-15T00:55:00Z")])
    assert room.get("/cases/case-1").status_code == 404
    room.post([reported(1)])
    assert len(room.get("/cases/case-1").json["events"]) == 2


def test_a_table_holds_every_case_and_runs_no_formula(room: Room) -> None:
    room.post([reported(1, channel="=1+1"), reported(2)])
    text = room.get("/cases.csv").get_data().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert {line["channel"] for line in lines} == {"'=1+1", "12345"}


def test_points_are_ordered_as_geojson_has_them(room: Room) -> None:
    room.post([reported(1, lat=39.0, lon=117.7), reported(2)])
    points = room.get("/cases.geojson").get_json(force=True)["features"]
    where = {point["id"]: point["geometry"] for point in points}
    assert where["case-1"] == {"type": "Point", "coordinates": [117.7, 39.0]}
    assert where["case-2"] is None


def test_a_box_and_a_state_narrow_the_list(room: Room) -> None:
    room.post([reported(1, lat=39.0, lon=117.7), reported(2, lat=38.0, lon=117.7)])
    assert len(room.get("/cases?bbox=117,38.5,118,39.5").json["cases"]) == 1
    assert len(room.get("/cases?state=open").json["cases"]) == 2
    assert room.get("/cases?bbox=1,2,3").status_code == 400
    assert room.get("/cases?limit=1001").status_code == 400
