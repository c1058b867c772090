"""Whatever is wrong with a pack is said with file, line and field, all of it in one go."""

from pathlib import Path

import pytest

from pipelines.city import PackError, check_city, load_city
from tests.pipelines.packs import (
    CATEGORIES,
    CELL_LIST,
    CHANNELS,
    CITY,
    DEPARTMENTS,
    WHOLE,
    WORKERS,
    ZONE_LIST,
    collection,
    feature,
    square,
    strip,
    write_pack,
)

MISTAKES = [
    ("categories.csv", CATEGORIES.replace(",2,urgent", ",4 hrs,urgent"),
     ('millbrook/categories.csv, line 3, limit: "4 hrs" is no number; '
     "write 4 and put the unit into its own column")),
    ("categories.csv", CATEGORIES.replace(",2,urgent", ",soon,urgent"),
     'millbrook/categories.csv, line 3, limit: "soon" is no number'),
    ("categories.csv", CATEGORIES.replace(",2,urgent", ",-2,urgent"),
     ('millbrook/categories.csv, line 3, limit: "-2" is no limit; '
     "write a number above 0, or nothing for no limit")),
    ("categories.csv", CATEGORIES.replace("urgent_hours", "hours"),
     ('millbrook/categories.csv, line 3, unit: "hours" is none of '
     "urgent_hours, working_hours, working_days, calendar_days")),
    ("categories.csv", CATEGORIES.replace("urgent_hours", ""),
     ("millbrook/categories.csv, line 3, unit: is empty though the limit is 2; write one of "
     "urgent_hours, working_hours, working_days, calendar_days")),
    ("categories.csv", CATEGORIES.replace("urgent_hours,works", "urgent_hours,wroks"),
     'millbrook/categories.csv, line 3, department: "wroks" does not stand in departments.csv'),
    ("categories.csv", CATEGORIES.replace("flood,", "lamp,"),
     'millbrook/categories.csv, line 3, code: "lamp" stands already in line 2'),
    ("categories.csv", CATEGORIES.replace("component", "thing"),
     'millbrook/categories.csv, line 2, kind: "thing" is none of component, event'),
    ("categories.csv", CATEGORIES.replace("flood,Flooded road", "flood,"),
     "millbrook/categories.csv, line 3, name: is empty; it is needed"),
    ("categories.csv", CATEGORIES.replace("water,Water", "light,Water"),
     ('millbrook/categories.csv, line 3, class_name: "Water" is "Lighting" in line 2; '
     "a class has one name")),
    ("categories.csv", CATEGORIES.replace("code,", "key,", 1),
     ("millbrook/categories.csv, line 1, code: the column is missing; the first line names "
     "key, name, class, class_name, kind, limit, unit, department")),
    ("categories.csv", CATEGORIES + "x,X,y,Y,event,,,,extra\n",
     "millbrook/categories.csv, line 5: 9 values for 8 columns; put values with commas in quotes"),
    ("categories.csv", None,
     "millbrook/categories.csv: is missing; a pack cannot do without it"),
    ("departments.csv", DEPARTMENTS.replace("bureau,\n", "bureau,north_office\n"),
     ("millbrook/departments.csv, line 2, parent: goes round in a circle: "
     "works → north_office → works")),
    ("departments.csv", DEPARTMENTS.replace("street,works", "street,castle"),
     'millbrook/departments.csv, line 3, parent: "castle" does not stand in departments.csv'),
    ("departments.csv", DEPARTMENTS.replace("bureau", "office", 1),
     'millbrook/departments.csv, line 2, kind: "office" is none of bureau, street, zone, company'),
    ("channels.csv", CHANNELS + "phone,Phone,Phone\n",
     'millbrook/channels.csv, line 3, code: "phone" stands already in line 2'),
    ("workers.csv", WORKERS.replace("2,Ben,b", "2,Ben,q"),
     'millbrook/workers.csv, line 3, cell: "q" does not stand in cells.geojson'),
    ("workers.csv", WORKERS.replace("2,Ben,b,works\n", ""),
     "millbrook/cells.geojson, line 3, id: cell b has no worker in workers.csv"),
    ("calendar.csv", "date,workday\n1.10.2026,0\n",
     'millbrook/calendar.csv, line 2, date: "1.10.2026" is no date; write it as 2026-07-15'),
    ("calendar.csv", "date,workday\n2026-10-01,maybe\n",
     'millbrook/calendar.csv, line 2, workday: "maybe" is neither 1 (workday) nor 0 (day off)'),
    ("calendar.csv", "date,workday\n2026-10-01,0\n2026-10-01,1\n",
     'millbrook/calendar.csv, line 3, date: "2026-10-01" stands there twice'),
    ("indicators.csv", "indicator,area,period,value,unit,source\ng,X,last year,5,percent,Y\n",
     ("millbrook/indicators.csv, line 2, period: 'last year' is no period such as "
     "2025, 2025H1, 2025Q3, 2025Q1-Q3, 2025-09 or 2025-09-30")),
    ("components.csv", "part,category,lat,lon\np1,lamp,139,117\n",
     'millbrook/components.csv, line 2, lat: "139" lies beyond ±90 degrees'),
    ("components.csv", "part,category,lat,lon\np1,lmap,39,117\n",
     'millbrook/components.csv, line 2, category: "lmap" does not stand in categories.csv'),
    ("city.toml", None, "millbrook/city.toml: is missing; a pack cannot do without it"),
    ("city.toml", CITY + "area_km2 = = 4\n",
     "millbrook/city.toml, line 3: is no TOML: Invalid value"),
    ("city.toml", CITY.replace("Asia/Shanghai", "Asia/Binhai"),
     ('millbrook/city.toml, line 2, timezone: "Asia/Binhai" is no zone of the tz database '
     "such as Asia/Shanghai")),
    ("city.toml", 'title = "Millbrook"\n',
     "millbrook/city.toml, line 1, timezone: is missing; write one such as Asia/Shanghai"),
    ("city.toml", CITY + 'working_hours = ["08:00", "12:00", "11:00", "18:00"]\n',
     ("millbrook/city.toml, line 3, working_hours: "
     "08:00, 12:00, 11:00, 18:00 do not ascend through the day")),
    ("city.toml", CITY + 'working_hours = ["08:00", "12:00", "14:00"]\n',
     ("millbrook/city.toml, line 3, working_hours: a begin has no end; "
     "write begin and end in turn")),
    ("city.toml", CITY + 'day_start = "midnight"\n',
     'millbrook/city.toml, line 3, day_start: "midnight" is no time of day; write it as 08:00'),
    ("city.toml", CITY + "[promises]\nfiling = 1\n",
     ("millbrook/city.toml, line 4, promises.filing: 1 is no limit; "
     'write it as { limit = 1, unit = "working_days" }')),
    ("city.toml", CITY + '[promises]\ncheck = { limit = 1, unit = "days" }\n',
     ("millbrook/city.toml, line 4, promises.check: unit 'days' is none of "
     "urgent_hours, working_hours, working_days, calendar_days")),
    ("city.toml", CITY + "bounds = [40, 117, 39, 118]\n",
     ("millbrook/city.toml, line 3, bounds: [40.0, 117.0, 39.0, 118.0] "
     "is not south, west, north, east")),
    ("city.toml", CITY + '[targets]\nclosed = "many"\n',
     "millbrook/city.toml, line 4, targets.closed: 'many' is no number"),
    ("day.toml", "[channels.pigeon]\nshare = 1\n",
     'millbrook/day.toml, line 1, channels.pigeon: "pigeon" is none of the channels of the pack'),
    ("day.toml", "[channels.phone]\nhours = [1, 2]\n",
     "millbrook/day.toml, line 2, channels.phone.hours: needs a weight for each hour of 0 to 23"),
    ("zones.geojson", collection(ZONE_LIST[0]).replace("]}\n", "]\n"),
     "millbrook/zones.geojson, line 4: is no JSON: Expecting ',' delimiter"),
    ("cells.geojson", collection(
        *CELL_LIST[:3], feature(square(117.03, 39.0), id="d", zone="west")),
     'millbrook/cells.geojson, line 5, zone: "west" does not stand in zones.geojson'),
    ("cells.geojson", collection(*CELL_LIST, CELL_LIST[0]),
     'millbrook/cells.geojson, line 6, id: "a" stands already in line 2'),
    ("cells.geojson", collection(*CELL_LIST, feature(square(117.04, 39.0), zone="south")),
     "millbrook/cells.geojson, line 6, id: is missing"),
    ("cells.geojson", collection(
        *CELL_LIST[:3], feature({"type": "Point", "coordinates": [1, 2]}, id="d", zone="south")),
     ("millbrook/cells.geojson, line 5, geometry of d: "
     "'Point' is neither Polygon nor MultiPolygon")),
    ("cells.geojson", "[]", ("millbrook/cells.geojson, line 1, features: "
     "is no GeoJSON FeatureCollection")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    MISTAKES,
    ids=[f"{file}-{number}" for number, (file, _, _) in enumerate(MISTAKES)],
)
def test_a_mistake_is_named_by_file_line_and_field(
    tmp_path: Path, file: str, text: str | None, sentence: str
) -> None:
    pack = write_pack(tmp_path, {**WHOLE, file: text})
    with pytest.raises(PackError) as raised:
        load_city(pack)
    assert sentence in raised.value.findings
    assert check_city(pack) == raised.value.findings


def test_a_mistake_is_said_once_and_not_again_where_it_is_used(tmp_path: Path) -> None:
    cells = collection(*CELL_LIST[:3], feature(square(117.03, 39.0), id="d"))
    assert check_city(write_pack(tmp_path, {**WHOLE, "cells.geojson": cells})) == [
        "millbrook/cells.geojson, line 5, zone: is missing"
    ]


def test_all_mistakes_are_said_in_one_go(tmp_path: Path) -> None:
    wrong = {
        **WHOLE,
        "city.toml": CITY.replace("Shanghai", "Binhai"),
        "calendar.csv": "date,workday\nsoon,0\nlater,0\n",
    }
    assert len(check_city(write_pack(tmp_path, wrong))) == 3


def test_a_table_in_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, WHOLE)
    (pack / "channels.csv").write_bytes(b"code,name\nphone," + "电话".encode("gb18030") + b"\n")
    assert check_city(pack) == [
        "millbrook/channels.csv, line 2: is no UTF-8 text; save the file as UTF-8"
    ]


def test_cells_that_overlap_are_both_named(tmp_path: Path) -> None:
    wide = feature(strip(117.005, 39.0, 117.02, 39.01), id="b", zone="north", name="B")
    cells = collection(CELL_LIST[0], wide, *CELL_LIST[2:])
    pack = write_pack(tmp_path, {**WHOLE, "cells.geojson": cells})
    assert check_city(pack) == ["millbrook/cells.geojson, geometry: a and b overlap on 0.4815 km²"]


def test_a_gap_inside_a_zone_is_named(tmp_path: Path) -> None:
    narrow = feature(strip(117.015, 39.0, 117.02, 39.01), id="b", zone="north", name="B")
    cells = collection(CELL_LIST[0], narrow, *CELL_LIST[2:])
    pack = write_pack(tmp_path, {**WHOLE, "cells.geojson": cells})
    assert check_city(pack) == [
        "millbrook/cells.geojson, geometry: 0.4815 km² of zone north lie in no cell"
    ]


def test_a_gap_between_the_zones_is_none(tmp_path: Path) -> None:
    far = [feature(square(117.12, 39.0), id="c", zone="south"),
           feature(square(117.13, 39.0), id="d", zone="south")]  # fmt: skip
    south = feature(strip(117.12, 39.0, 117.14, 39.01), id="south", name="南街")
    files = {
        **WHOLE,
        "cells.geojson": collection(*CELL_LIST[:2], *far),
        "zones.geojson": collection(ZONE_LIST[0], south),
    }
    assert check_city(write_pack(tmp_path, files)) == []


def test_a_cell_in_the_ground_of_another_zone_is_named(tmp_path: Path) -> None:
    moved = feature(square(117.01, 39.0), id="b", zone="south", name="B")
    cells = collection(CELL_LIST[0], moved, *CELL_LIST[2:])
    pack = write_pack(tmp_path, {**WHOLE, "cells.geojson": cells})
    assert check_city(pack) == [
        "millbrook/cells.geojson, geometry: 0.9630 km² of b lie outside its zone south"
    ]


def test_a_bow_tie_is_no_cell(tmp_path: Path) -> None:
    tie = square(117.03, 39.0)
    ring = tie["coordinates"][0]
    ring[1], ring[2] = ring[2], ring[1]
    cells = collection(*CELL_LIST[:3], feature(tie, id="d", zone="south"))
    findings = check_city(write_pack(tmp_path, {**WHOLE, "cells.geojson": cells}))
    assert "geometry of d: it is no valid polygon" in findings[0]
