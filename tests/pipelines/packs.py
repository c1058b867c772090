"""Small city packs for tests: Millbrook, two streets of two square cells each, side by side."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CITY = 'title = "Millbrook"\ntimezone = "Asia/Shanghai"\n'
CATEGORIES = """code,name,class,class_name,kind,limit,unit,department
lamp,Street lamp,light,Lighting,component,1,working_days,works
flood,Flooded road,water,Water,event,2,urgent_hours,works
noise,Noise,order,Order,event,,,
"""
DEPARTMENTS = """code,name,short,kind,parent
works,Public Works,Works,bureau,
north_office,North Street Office,North,street,works
"""
CHANNELS = "code,name,name_en\nphone,电话,Telephone\n"
WORKERS = "id,name,cell,department\n1,Ann,a,works\n2,Ben,b,works\n3,Cai,c,works\n4,Dou,d,works\n"


def square(west: float, south: float, side: float = 0.01) -> dict[str, Any]:
    """A square of `side` degrees with its south-west corner there."""
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [[[round(x, 4), round(y, 4)] for x, y in ring]]}


def strip(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """A rectangle."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: dict[str, Any]) -> str:
    """A FeatureCollection, one feature a line, the first on line 2."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


CELL_LIST = (
    feature(square(117.00, 39.0), id="a", zone="north", name="A"),
    feature(square(117.01, 39.0), id="b", zone="north", name="B"),
    feature(square(117.02, 39.0), id="c", zone="south", name="C"),
    feature(square(117.03, 39.0), id="d", zone="south", name="D"),
)
ZONE_LIST = (
    feature(strip(117.00, 39.0, 117.02, 39.01), id="north", name="北街", name_en="North Street"),
    feature(strip(117.02, 39.0, 117.04, 39.01), id="south", name="南街", name_en="South Street"),
)
MINIMAL: Mapping[str, str] = {
    "city.toml": CITY,
    "cells.geojson": collection(*CELL_LIST),
    "categories.csv": CATEGORIES,
}
WHOLE: Mapping[str, str] = {
    **MINIMAL,
    "zones.geojson": collection(*ZONE_LIST),
    "departments.csv": DEPARTMENTS,
    "channels.csv": CHANNELS,
    "workers.csv": WORKERS,
    "calendar.csv": "date,workday\n2026-10-01,0\n2026-10-10,1\n",
}


def write_pack(folder: Path, files: Mapping[str, str | None]) -> Path:
    """A pack named millbrook in `folder`; a file that is None is left out."""
    pack = folder / "millbrook"
    pack.mkdir()
    for name, text in files.items():
        if text is not None:
            (pack / name).write_text(text, encoding="utf-8")
    return pack
