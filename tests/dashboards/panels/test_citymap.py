"""What the map is told: tints in the order of the pack, dots, tags, workers and the link."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from dashboards.panels import citymap
from dashboards.panels.panel import Panel
from dashboards.snapshot import Snapshot
from pipelines.reads import OverduePins, Points, Standing, Workers
from tests.dashboards.fixtures.ground import harbour

NOW = datetime(2026, 7, 15, 2, 42, 18, tzinfo=UTC)
PANEL = Panel(id="map", kind="citymap", reads=citymap.READS)


@dataclass(frozen=True)
class Row:
    by: str | None
    value: float | None


def counted(key: str, **cells: float) -> dict[str, Any]:
    rows = tuple(Row(by, value) for by, value in cells.items())
    return {key: SimpleNamespace(rows=rows)}


def reported(case: str, age_s: float, **known: Any) -> dict[str, Any]:
    at = NOW - timedelta(seconds=age_s)
    place = {"lat": 51.411111111, "lon": 0.31, "cell": "r1c0", "zone": "west"}
    return {"id": case, "category": "cable", "reported_at": at, "age_s": age_s} | place | known


def overdue(case: str, amount: float | None, unit: str | None, late_by_s: float = 60.0):
    limit = {"limit_amount": amount, "limit_unit": unit, "late_by_s": late_by_s}
    return {"id": case, "lat": 51.41, "lon": 0.31, "zone": "west", "category": "cable"} | limit


@pytest.fixture
def shown(tmp_path):
    city: Any = harbour(tmp_path)

    def show(answers: dict[Any, Any], lang: Any = "zh-CN") -> dict[str, Any]:
        known = {Points(): {"points": [], "newest": None}, Standing(): {}} | answers
        moment = Snapshot(seq=1, as_of=NOW, city=city, simulated=True, results=known)
        return citymap.render(PANEL, moment, lang)

    return show


def test_the_map_loads_until_its_points_are_known(tmp_path):
    city: Any = harbour(tmp_path)
    moment = Snapshot(seq=1, as_of=NOW, city=city, simulated=True)
    assert citymap.render(PANEL, moment, "zh-CN") == {"state": "loading"}


def test_tints_follow_the_order_of_the_pack_and_a_count_without_a_row_is_zero(shown):
    read, _ = citymap.TINTS["open"]
    tint = shown({read: counted("open", r0c1=7, r2c3=1)})["tints"][0]
    assert tint["values"] == [0, 7, *[0] * 9, 1]
    assert tint["breaks"] == [1, 3, 6, 11]


def test_a_rate_without_a_row_is_unknown_and_never_zero(shown):
    read, _ = citymap.TINTS["on_time_closing_rate"]
    tint = shown({read: counted("on_time_closing_rate", r0c0=88.68)})["tints"][1]
    assert tint["values"][:2] == [88.7, None]


def test_numbers_not_yet_answered_tint_nothing(shown):
    assert set(shown({})["tints"][0]["values"]) == {None}


def test_a_case_of_the_last_minute_is_new(shown):
    cases = [reported("young", 59.9), reported("old", 60.0)]
    props = shown({Points(): {"points": cases, "newest": None}})
    assert props["points"] == [["young", 51.41111, 0.31, 1], ["old", 51.41111, 0.31, 0]]


def test_a_case_known_by_its_cell_alone_stands_in_its_middle_and_one_of_nowhere_not_at_all(shown):
    nowhere = {"lat": None, "lon": None}
    cases = [reported("cell", 90, **nowhere), reported("nowhere", 90, cell=None, **nowhere)]
    points = shown({Points(): {"points": cases, "newest": None}})["points"]
    assert [point[0] for point in points] == ["cell"]
    assert points[0][1:3] == pytest.approx([51.415, 0.31])


def test_the_filter_names_the_span_of_the_dots_and_stays_while_they_do(shown):
    cases = [reported("a", 10), reported("b", 3000)]
    query = shown({Points(): {"points": cases, "newest": None}})["filter"]
    span = "from=2026-07-15T01:52:18.000Z&to=2026-07-15T02:42:08.001Z"
    assert query == f"{span}&register=city&bbox=-180,-90,180,90"


def test_the_filter_of_no_dots_gives_no_cases(shown):
    assert shown({})["filter"] == "from=2000-01-01&to=2000-01-01"


@pytest.mark.parametrize(
    ("amount", "unit", "zh", "en"),
    [
        (4, "urgent_hours", "4 小时", "4 h"),
        (2.0, "calendar_days", "2 天", "2 d"),
        (5, "working_days", "5 工作日", "5 work d"),
        (0.5, "working_hours", "0.5 工时", "0.5 work h"),
        (None, None, "限", "due"),
    ],
)
def test_a_tag_says_the_limit_of_the_authority(shown, amount, unit, zh, en):
    answers = {OverduePins(): [overdue("p", amount, unit)]}
    assert shown(answers)["pins"][0]["text"] == zh
    assert shown(answers, "en")["pins"][0]["text"] == en


def test_a_tag_knows_whether_its_case_is_late_by_more_than_a_day(shown):
    cases = [overdue("exactly", 1, "calendar_days", 86_400.0), overdue("more", 1, None, 86_401.0)]
    assert [pin["day"] for pin in shown({OverduePins(): cases})["pins"]] == [False, True]


def test_only_workers_on_their_way_have_arrows(shown):
    walking = {"id": "0287", "trail": [[51.41, 0.31], [51.412, 0.312]]}
    standing = {"id": "0021", "trail": [[51.41, 0.31], [51.41, 0.31]]}
    silent = {"id": "0003", "trail": []}
    workers = shown({Workers(): [walking, standing, silent]})["workers"]
    assert workers == [["0287", [[51.41, 0.31], [51.412, 0.312]]]]


def newest(**known: Any) -> dict[str, Any]:
    place = {"lat": 51.41, "lon": 0.31, "worker_lat": 51.42, "worker_lon": 0.32}
    case = {"id": "n", "category": "cable", "worker": "0287", "distance_m": 1700.0}
    return case | place | {"reported_at": datetime(2026, 7, 15, 2, 42, 2, tzinfo=UTC)} | known


def test_the_newest_case_says_when_what_who_and_how_far(shown):
    link = shown({Points(): {"points": [], "newest": newest()}})["link"]
    assert link["what"] == "10:42:02 架空线缆损坏"
    assert link["who"] == "→ 网格员 0287，1.7 km"
    near = shown({Points(): {"points": [], "newest": newest(distance_m=252.4)}}, "en")["link"]
    assert near["who"] == "→ 网格员 0287, 252 m"


def test_without_a_position_of_the_worker_nothing_is_joined(shown):
    lost = newest(worker_lat=None, worker_lon=None)
    assert shown({Points(): {"points": [], "newest": lost}})["link"] is None


def test_zones_that_the_verdict_names_are_watched(shown):
    cases = [overdue(f"p{n}", 1, "calendar_days") for n in range(3)]
    assert shown({OverduePins(): cases})["watched"] == ["west"]


def test_what_goes_over_the_wire_is_plain_json(shown):
    answers = {
        Points(): {"points": [reported("a", 5)], "newest": newest()},
        OverduePins(): [overdue("p", 4, "urgent_hours")],
    }
    props = shown(answers)
    assert json.loads(json.dumps(props)) == props
