"""Where a place lies in the grid, and whether the cells of a grid fit together.

Coordinates are WGS-84 degrees; areas are km² on the local plane, good to a fraction of a percent
for a city. The check of overlaps and gaps is too slow for every start and is asked for by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, radians
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape as make_shape
from shapely.geometry.base import BaseGeometry

from pipelines.citytypes import Cell, Zone

KM_PER_DEGREE = 111.32
TOLERATED_KM2 = 0.0001
_POLYGONS = ("Polygon", "MultiPolygon")


def shape(geometry: Mapping[str, Any]) -> BaseGeometry:
    """A geometry that is known to be good, as a shape."""
    return make_shape(dict(geometry))


def read_shape(geometry: Mapping[str, Any]) -> BaseGeometry:
    """A GeoJSON polygon as a shape; ValueError says what is wrong with it."""
    if geometry.get("type") not in _POLYGONS:
        raise ValueError(f"{geometry.get('type')!r} is neither Polygon nor MultiPolygon")
    try:
        area = shape(geometry)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, shapely.GEOSException):
        raise ValueError("its coordinates are no polygon") from None
    if area.is_empty:
        raise ValueError("it is empty")
    if not np.isfinite(shapely.get_coordinates(area)).all():
        raise ValueError("its coordinates are no finite numbers")
    if not area.is_valid:
        raise ValueError(f"it is no valid polygon: {shapely.is_valid_reason(area)}")
    west, south, east, north = area.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise ValueError("it lies outside the degrees of the earth; write [lon, lat] in WGS-84")
    return area


def area_km2(area: BaseGeometry) -> float:
    """Area of a shape in degrees, as km² on the plane at its own latitude."""
    if area.is_empty:
        return 0.0
    return float(area.area * KM_PER_DEGREE**2 * cos(radians(area.centroid.y)))


def centre(area: BaseGeometry) -> tuple[float, float]:
    """(lat, lon) of the centroid, or of a point inside where the centroid lies outside."""
    point = area.centroid
    if not area.covers(point):
        point = area.representative_point()
    return round(point.y, 6), round(point.x, 6)


@dataclass(frozen=True, slots=True)
class Places:
    """An index of cells, sorted by id, that finds the cell of a point."""

    ids: tuple[str, ...]
    tree: shapely.STRtree = field(repr=False)

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> "Places":
        ordered = sorted(cells, key=lambda cell: cell.id)
        shapes = [shape(cell.geometry) for cell in ordered]
        return cls(tuple(cell.id for cell in ordered), shapely.STRtree(shapes))

    def locate_many(
        self, lats: Sequence[float | None], lons: Sequence[float | None]
    ) -> list[str | None]:
        """The cell of each point, None outside all; on a shared border the smallest id."""
        lat, lon = np.asarray(lats, dtype=float), np.asarray(lons, dtype=float)
        known = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon))
        found: list[str | None] = [None] * len(lat)
        points = shapely.points(lon[known], lat[known])
        asked, hit = self.tree.query(points, predicate="intersects")
        first = np.full(len(known), len(self.ids), dtype=np.int64)
        np.minimum.at(first, asked, hit)
        for position in np.flatnonzero(first < len(self.ids)):
            found[int(known[position])] = self.ids[int(first[position])]
        return found


def overlaps(cells: Sequence[Cell]) -> Iterator[tuple[str, str, float]]:
    """Pairs of cells that share ground, with the shared km²."""
    shapes = [shape(cell.geometry) for cell in cells]
    tree = shapely.STRtree(shapes)
    pairs = tree.query(shapes, predicate="intersects").T.tolist()
    for one, other in sorted((a, b) for a, b in pairs if a < b):
        shared = area_km2(shapes[one].intersection(shapes[other]))
        if shared > TOLERATED_KM2:
            yield cells[one].id, cells[other].id, shared


def gaps(cells: Sequence[Cell], zones: Sequence[Zone]) -> Iterator[tuple[str, float]]:
    """Zones with ground that belongs to no cell at all, with its km²."""
    covered = shapely.union_all([shape(cell.geometry) for cell in cells])
    for zone in zones:
        if zone.geometry is not None:
            bare = area_km2(shape(zone.geometry).difference(covered))
            if bare > TOLERATED_KM2:
                yield zone.id, bare


def strays(cells: Sequence[Cell], zones: Sequence[Zone]) -> Iterator[tuple[str, str, float]]:
    """Cells that reach out of the zone they name, with the km² outside."""
    grounds = {zone.id: shape(zone.geometry) for zone in zones if zone.geometry is not None}
    for cell in cells:
        if cell.zone in grounds:
            outside = area_km2(shape(cell.geometry).difference(grounds[cell.zone]))
            if outside > TOLERATED_KM2:
                yield cell.id, cell.zone, outside
