"""What lies under and around the cells: a pack's `basemap/*.geojson` sorted into layers.

A feature is known by its `k` (a road class, `river`, `canal`, `lake`; `sea` for a named point);
polygons without one are neighbours, those of a file named outline are the city itself.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polylabel, unary_union

from dashboards.basecore import Bounds, map_settings
from pipelines.city import City

Shape = Mapping[str, Any]
ROADS = ("tertiary", "secondary", "primary", "trunk", "motorway")
RIVERS = ("river",)
CANALS = ("canal", "stream", "ditch")
STUB = 0.06
LAKES = ("lake", "reservoir", "water")
FINENESS = 0.0003


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The layers, all as GeoJSON geometries; anchors are (lat, lon) well inside each zone."""

    neighbours: list[Shape]
    roads_outside: Mapping[str, list[Shape]]
    roads_inside: Mapping[str, list[Shape]]
    rivers: list[Shape]
    canals: list[Shape]
    lakes: list[Shape]
    zones: Mapping[str, Shape]
    anchors: Mapping[str, tuple[float, float]]
    places: list[dict[str, Any]]
    extent: Bounds | None
    credit: str


def ground_of(city: City) -> Ground:
    """Everything under the cells of this city, roads split at its edge."""
    layers = _layers(city)
    zones = _zones(city)
    inside = unary_union(list(zones.values()))
    roads = {kind: unary_union(layers[kind]) for kind in ROADS if layers.get(kind)}
    neighbours = layers.get("neighbour", [])
    return Ground(
        neighbours=[_slim(area) for area in neighbours],
        roads_outside={kind: [_slim(lines.difference(inside))] for kind, lines in roads.items()},
        roads_inside={kind: [_slim(lines.intersection(inside))] for kind, lines in roads.items()},
        rivers=_whole(layers.get("river", [])),
        canals=_whole(layers.get("canal", [])),
        lakes=[_slim(area.intersection(inside)) for area in layers.get("lake", [])],
        zones={code: mapping(area) for code, area in zones.items()},
        anchors={code: _anchor(area) for code, area in zones.items()},
        places=layers.get("place", []),
        extent=_extent(neighbours),
        credit=str(map_settings(city).get("credit", "")),
    )


def _layers(city: City) -> dict[str, list[Any]]:
    """Shapely geometries by layer, and the named points as they will be written."""
    layers: dict[str, list[Any]] = {}
    for file in sorted((city.path / "basemap").glob("*.geojson")):
        for feature in json.loads(file.read_text("utf-8"))["features"]:
            for layer, thing in _sort(feature, file.stem):
                layers.setdefault(layer, []).append(thing)
    return layers


def _sort(feature: Mapping[str, Any], stem: str) -> Iterator[tuple[str, Any]]:
    named = feature.get("properties") or {}
    geometry = feature["geometry"]
    if geometry["type"] == "Point":
        yield "place", _place(named, geometry["coordinates"])
        return
    layer = _layer_of(named.get("k"), geometry["type"], stem)
    if layer:
        yield layer, shape(geometry)
    if layer == "river" and named.get("n"):
        middle = shape(geometry).interpolate(0.5, normalized=True)
        yield "place", _place({**named, "k": "river"}, (middle.x, middle.y))


def _place(named: Mapping[str, Any], at: Any) -> dict[str, Any]:
    name = named.get("name") or named.get("n") or ""
    return {
        "kind": named.get("k", "sea"),
        "zh": name,
        "en": named.get("name_en", name),
        "at": (round(at[1], 4), round(at[0], 4)),
    }


def _layer_of(kind: Any, geometry: str, stem: str) -> str | None:
    if kind in ROADS:
        return str(kind)
    if kind in LAKES or (kind in RIVERS and "Polygon" in geometry):
        return "lake"
    if kind in RIVERS or kind in CANALS:
        return "river" if kind in RIVERS else "canal"
    if "Polygon" in geometry:
        return None if "outline" in stem else "neighbour"
    return "tertiary"


def _zones(city: City) -> dict[str, BaseGeometry]:
    """Each zone's own border, or else the union of its cells."""
    members: dict[str, list[BaseGeometry]] = {}
    for cell in city.cells:
        members.setdefault(cell.zone, []).append(shape(dict(cell.geometry)))
    known = {zone.id: shape(dict(zone.geometry)) for zone in city.zones if zone.geometry}
    return {code: known.get(code) or unary_union(cells) for code, cells in members.items()}


def _anchor(area: BaseGeometry) -> tuple[float, float]:
    parts = getattr(area, "geoms", [area])
    point = polylabel(max(parts, key=lambda part: part.area), tolerance=0.002)
    return round(point.y, 5), round(point.x, 5)


def _slim(geometry: BaseGeometry) -> Shape:
    return dict(mapping(_linear(geometry.simplify(FINENESS))))


def _whole(lines: list[Any]) -> list[Shape]:
    """Waterways joined end to end; loose stubs of them would only look like cracks."""
    if not lines:
        return []
    joined = linemerge(lines)
    parts = getattr(joined, "geoms", [joined])
    return [_slim(line) for line in parts if line.length >= STUB]


def _linear(geometry: BaseGeometry) -> BaseGeometry:
    """The lines or the areas of a cut, without the points that cutting leaves behind."""
    if geometry.geom_type != "GeometryCollection":
        return geometry
    parts = getattr(geometry, "geoms", [])
    return unary_union([part for part in parts if part.geom_type != "Point"])


def _extent(neighbours: list[Any]) -> Bounds | None:
    if not neighbours:
        return None
    west, south, east, north = unary_union(neighbours).bounds
    return south, west, north, east
