"""The ground of a city pack: its cells and zones, read from GeoJSON with every mistake named."""

from collections.abc import Iterable
from typing import Any

from pipelines.citytypes import Cell, Zone
from pipelines.geometry import area_km2, centre, read_shape
from pipelines.pack import Feature, Pack

CELLS = "cells.geojson"
ZONES = "zones.geojson"


def read_cells(pack: Pack) -> list[tuple[int, Cell]]:
    """cells.geojson (id, zone; name, lat, lon, area_km2, weight at will), each with its line."""
    features = pack.features(CELLS, required=True)
    if not features and (pack.path / CELLS).is_file() and not pack.findings:
        pack.wrong(CELLS, "has no cell; a city has at least one")
    return [(f.line, cell) for f in features if (cell := _cell(pack, f)) is not None]


def _cell(pack: Pack, feature: Feature) -> Cell | None:
    before = len(pack.findings)
    cell_id, zone = _text(pack, CELLS, feature, "id"), _text(pack, CELLS, feature, "zone")
    name = _text(pack, CELLS, feature, "name", cell_id)
    lat, lon = (_number(pack, feature, key, None) for key in ("lat", "lon"))
    weight = _number(pack, feature, "weight", 1.0)
    area = _number(pack, feature, "area_km2", None)
    try:
        ground = read_shape(feature.geometry)
    except ValueError as why:
        pack.wrong(CELLS, str(why), line=feature.line, name=f"geometry of {cell_id}")
    if len(pack.findings) > before:
        return None
    return Cell(
        id=cell_id,
        zone=zone,
        name=name,
        centre=(lat, lon) if lat is not None and lon is not None else centre(ground),
        area_km2=area if area is not None else round(area_km2(ground), 4),
        weight=weight if weight is not None else 1.0,
        geometry=feature.geometry,
    )


def read_zones(pack: Pack, cells: Iterable[Cell]) -> list[tuple[int, Zone]]:
    """zones.geojson (id; name, name_en, short at will); without the file the zones cells name."""
    features = pack.features(ZONES)
    if not features:
        names = sorted({cell.zone for cell in cells})
        return [(0, Zone(id=name, name=name, name_en=name, short=name)) for name in names]
    return [(f.line, zone) for f in features if (zone := _zone(pack, f)) is not None]


def _zone(pack: Pack, feature: Feature) -> Zone | None:
    before = len(pack.findings)
    zone_id = _text(pack, ZONES, feature, "id")
    name = _text(pack, ZONES, feature, "name", zone_id)
    name_en = _text(pack, ZONES, feature, "name_en", name)
    short = _text(pack, ZONES, feature, "short", name)
    try:
        read_shape(feature.geometry)
    except ValueError as why:
        pack.wrong(ZONES, str(why), line=feature.line, name=f"geometry of {zone_id}")
    if len(pack.findings) > before:
        return None
    return Zone(id=zone_id, name=name, name_en=name_en, short=short, geometry=feature.geometry)


def _text(pack: Pack, file: str, feature: Feature, key: str, default: str | None = None) -> str:
    value = feature.properties.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value in (None, ""):
        value = default
    if not isinstance(value, str):
        why = "is missing" if value is None else f"{value!r} is no text"
        pack.wrong(file, why, line=feature.line, name=key)
        return ""
    return value


def _number(pack: Pack, feature: Feature, key: str, default: float | None) -> float | None:
    value: Any = feature.properties.get(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float):
        pack.wrong(CELLS, f"{value!r} is no number", line=feature.line, name=key)
        return default
    return float(value)
