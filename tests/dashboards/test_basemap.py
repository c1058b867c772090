"""The ground of a city's map: complete, its own, and drawn without asking anybody outside."""

import gzip
import json
import re

import pytest
from shapely.geometry import LineString, shape

from dashboards.basecore import cell_bounds, core_of, densest
from dashboards.baseground import ground_of
from dashboards.basemap import draw_sheet, render_base, steps
from pipelines.city import CITIES, find_city
from tests.dashboards.fixtures.ground import feature, harbour, square

ROAD = feature("trunk", "LineString", [[0.20, 51.41], [0.34, 51.41]], n="港路")
NEIGHBOUR = feature(
    None, "Polygon", [[[0.1, 51.3], [0.3, 51.3], [0.3, 51.5], [0.1, 51.5], [0.1, 51.3]]]
)


@pytest.fixture(scope="module")
def binhai():
    return find_city("binhai", CITIES)


@pytest.fixture(scope="module")
def base(binhai):
    return render_base(binhai)


def described(script):
    start = script.index("{")
    return json.JSONDecoder().raw_decode(script[start:])[0]


def test_the_base_asks_nobody_outside(binhai, base):
    whole = draw_sheet(binhai, ground_of(binhai)).get_root().render()
    assert re.findall(r"(?:https?:)?//[\w.-]+\.\w+", whole + base.script) == []
    assert '<script src="/assets/vendor/leaflet/leaflet.js">' in whole
    assert not re.search("jquery|bootstrap|awesome|tileLayer", whole)


def test_every_cell_stands_once_and_in_the_order_of_the_pack(binhai, base):
    told = described(base.script)
    assert [cell[0] for cell in told["cells"]] == [cell.id for cell in binhai.cells]
    assert all(base.script.count(f'["{cell.id}",[[') == 1 for cell in binhai.cells)
    assert {zone["id"] for zone in told["zones"]} == {zone.id for zone in binhai.zones}


def test_the_base_is_the_same_for_the_same_pack_and_small_on_the_wire(binhai, base):
    assert render_base(binhai) == base
    assert len(gzip.compress(base.script.encode())) < 100_000


def test_words_of_both_languages_come_with_the_base(base):
    words = described(base.script)["words"]
    assert words["zh-CN"]["open"] == "在办"
    assert words["zh-CN"].keys() == words["en"].keys()


def test_a_pack_without_a_basemap_has_its_cells_and_zones(tmp_path):
    ground = ground_of(harbour(tmp_path))
    assert (ground.neighbours, ground.rivers, ground.extent) == ([], [], None)
    assert shape(ground.zones["west"]).area == pytest.approx(6 * 0.01 * 0.02)
    told = described(render_base(harbour(tmp_path)).script)
    assert told["core"] is None
    assert len(told["cells"]) == 12


def test_a_zone_is_named_well_inside_itself(tmp_path):
    lat, lon = ground_of(harbour(tmp_path)).anchors["west"]
    assert 51.405 < lat < 51.425
    assert 0.31 < lon < 0.33


def test_roads_are_split_at_the_edge_of_the_city(tmp_path):
    ground = ground_of(harbour(tmp_path, ROAD, NEIGHBOUR))
    assert shape(ground.roads_outside["trunk"][0]).length == pytest.approx(0.10)
    assert shape(ground.roads_inside["trunk"][0]).length == pytest.approx(0.04)
    assert ground.extent == (51.3, 0.1, 51.5, 0.3)


def test_loose_stubs_of_a_river_are_left_out_and_joined_ones_kept(tmp_path):
    stub = feature("river", "LineString", [[0.5, 51.4], [0.51, 51.4]])
    parts = [feature("river", "LineString", [[x, 51.41], [x + 0.05, 51.41]]) for x in (0.30, 0.35)]
    rivers = ground_of(harbour(tmp_path, stub, *parts)).rivers
    assert [LineString(river["coordinates"]).length for river in rivers] == [pytest.approx(0.1)]


def test_named_points_become_places_in_both_languages(tmp_path):
    sea = feature("sea", "Point", [0.5, 51.3], name="北海", name_en="North Sea")
    assert ground_of(harbour(tmp_path, sea)).places == [
        {"kind": "sea", "zh": "北海", "en": "North Sea", "at": (51.3, 0.5)}
    ]


def test_the_pack_names_its_core_and_whom_to_credit(tmp_path):
    core = {"bounds": [51.4, 0.3, 51.41, 0.32]}
    city = harbour(tmp_path, map={"core": core, "credit": "© somebody"})
    assert core_of(city) == (51.4, 0.3, 51.41, 0.32)
    assert ground_of(city).credit == "© somebody"


def test_a_city_of_even_cells_has_no_core_and_one_with_a_dense_middle_has(binhai):
    even = [square(row, column) for row in range(20) for column in range(20)]
    assert densest(even) is None
    south, west, north, east = densest(binhai.cells) or (0, 0, 0, 0)
    held = [c for c in binhai.cells if south < c.centre[0] < north and west < c.centre[1] < east]
    assert len(held) > 0.2 * len(binhai.cells)


def test_bounds_are_those_of_the_outermost_corners(tmp_path):
    bounds = cell_bounds(harbour(tmp_path).cells)
    assert bounds == pytest.approx((51.40, 0.30, 51.43, 0.38))


def test_steps_are_differences_and_repeat_no_point():
    assert steps([(1.0, 2.0), (1.0, 2.0), (1.5, 1.9)], 10) == [10, 20, 5, -1]
