"""A city pack out of a case file: whole, without gaps or overlaps, in the file's own words."""

import csv
import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from shapely import union_all
from shapely.geometry import Point, shape

from pipelines.city import check_city, load_city
from pipelines.new_city import make_pack
from pipelines.sources.faults import ImportFailed
from pipelines.sources.profile import load_profile
from tests.pipelines.importing_twin import (
    BOSTON_COLUMNS,
    BOSTON_FILE,
    REAL,
    boston_rows,
    small_profile,
    small_row,
    write_csv,
)

needs_real = pytest.mark.skipif(
    not BOSTON_FILE.is_file(), reason=f"CITYSENSE_REAL_DATA ({REAL}) holds no case files"
)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    file = write_csv(tmp_path / "week.csv", boston_rows(200), BOSTON_COLUMNS)
    return make_pack("boston", file, load_profile("boston"), tmp_path / "cities", cells=60)


def features(pack: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((pack / name).read_text())["features"]
    return found


def table(pack: Path, name: str) -> list[dict[str, str]]:
    with (pack / name).open(newline="") as file:
        return list(csv.DictReader(file))


def test_there_are_about_as_many_cells_as_asked_for(pack: Path) -> None:
    assert 50 <= len(features(pack, "cells.geojson")) <= 70


def test_cells_fill_the_bounds_without_gap_or_overlap(pack: Path) -> None:
    cells = [shape(cell["geometry"]) for cell in features(pack, "cells.geojson")]
    whole = union_all(cells)
    assert sum(cell.area for cell in cells) == pytest.approx(whole.area, rel=1e-9)
    south, west, north, east = tomllib.loads((pack / "city.toml").read_text())["bounds"]
    assert whole.bounds == (west, south, east, north)
    assert whole.area == pytest.approx((east - west) * (north - south), rel=1e-9)


def test_each_zone_is_the_union_of_its_cells(pack: Path) -> None:
    cells = features(pack, "cells.geojson")
    zones = {zone["properties"]["id"]: zone for zone in features(pack, "zones.geojson")}
    assert set(zones) == {"Dorchester", "Roxbury"}
    for name, zone in zones.items():
        own = [shape(c["geometry"]) for c in cells if c["properties"]["zone"] == name]
        assert union_all(own).equals(shape(zone["geometry"]))


def test_a_cell_belongs_to_the_zone_of_most_of_its_cases(pack: Path) -> None:
    rows = boston_rows(200)
    for cell in features(pack, "cells.geojson"):
        outline = shape(cell["geometry"])
        inside = Counter(
            row["neighborhood"]
            for row in rows
            if outline.contains(Point(float(row["LONGITUDE"]), float(row["LATITUDE"])))
        )
        if len(inside) == 1:
            assert cell["properties"]["zone"] in inside


def test_categories_have_the_class_the_profile_names(pack: Path) -> None:
    categories = {line["code"]: line for line in table(pack, "categories.csv")}
    assert len(categories) == 9
    assert {line["class"] for line in categories.values()} == {"Class 0", "Class 1", "Class 2"}
    assert {line["department"] for line in categories.values()} == {"PWDx"}


def test_the_pack_passes_every_check_and_loads(pack: Path) -> None:
    assert check_city(pack) == []
    city = load_city(pack)
    assert (city.name, str(city.timezone), city.simulated) == ("boston", "America/New_York", False)
    rows = boston_rows(200)
    places = [(float(row["LATITUDE"]), float(row["LONGITUDE"])) for row in rows]
    assert all(city.locate(lat, lon) for lat, lon in places)


def test_channels_and_departments_are_the_files_words(pack: Path) -> None:
    assert [line["code"] for line in table(pack, "channels.csv")] == [
        "Constituent Call",
        "Self Service",
    ]
    assert [line["code"] for line in table(pack, "departments.csv")] == ["PWDx"]
    assert table(pack, "workers.csv") == table(pack, "calendar.csv") == []


def town(tmp_path: Path, places: list[tuple[str, str]]) -> Path:
    rows = [small_row(n, lat=lat, lon=lon) for n, (lat, lon) in enumerate(places)]
    return make_pack("town", write_csv(tmp_path / "t.csv", rows), small_profile(), tmp_path, 20)


def test_a_mistyped_place_does_not_stretch_the_city(tmp_path: Path) -> None:
    good = [(f"{42 + n / 1000}", f"{-71 - n / 1000}") for n in range(100)]
    pack = town(tmp_path, [*good * 5, ("-42", "71"), ("0", "0")])
    assert check_city(pack) == []
    south, west, north, east = tomllib.loads((pack / "city.toml").read_text())["bounds"]
    assert 41.9 < south < 42
    assert 42.09 < north < 42.2
    assert -71.2 < west < east < -70.9


def test_one_place_is_a_city_of_one_zone(tmp_path: Path) -> None:
    pack = town(tmp_path, [("42.3", "-71.1")])
    assert check_city(pack) == []
    assert [zone["properties"]["id"] for zone in features(pack, "zones.geojson")] == ["town"]


def test_what_makes_no_city_is_said(tmp_path: Path) -> None:
    with pytest.raises(ImportFailed, match="no row has both lat and lon"):
        town(tmp_path, [("", "")])
    assert not (tmp_path / "town").exists()
    town(tmp_path, [("42.3", "-71.1")])
    with pytest.raises(ImportFailed, match="there is a pack of this name already"):
        town(tmp_path, [("42.3", "-71.1")])
    file = tmp_path / "t.csv"
    with pytest.raises(ImportFailed, match="lower-case letters"):
        make_pack("../town", file, small_profile(), tmp_path)
    with pytest.raises(ImportFailed, match="timezone: missing; a new city needs it"):
        make_pack("other", file, small_profile(timezone=None), tmp_path)


@needs_real
def test_the_real_boston_has_its_neighbourhoods(tmp_path: Path) -> None:
    pack = make_pack("boston", BOSTON_FILE, load_profile("boston"), tmp_path)
    assert check_city(pack) == []
    assert 180 <= len(features(pack, "cells.geojson")) <= 220
    assert len(table(pack, "categories.csv")) == 114
    assert len(table(pack, "departments.csv")) == 11
    assert len(features(pack, "zones.geojson")) >= 20
