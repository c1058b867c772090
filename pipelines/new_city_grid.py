"""A grid over the part of a city where its cases are: cells without gaps, zones as their unions.

The box is that of the places between the 0.5th and the 99.5th percentile with a margin of a tenth,
so that a few mistyped coordinates do not stretch it. Cells are about square in metres.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt
from typing import Any

import numpy as np
from shapely import STRtree, box, points, union_all
from shapely.geometry import mapping

_DIGITS = 6
_LEAST = 0.002
_KM_A_DEGREE = 111.32


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a case is, WGS-84, and the zone its file names."""

    lat: float
    lon: float
    zone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A cell: its place in the grid counted from the north-west, its zone and its cases."""

    row: int
    column: int
    shape: Any
    zone: str
    cases: int

    @property
    def id(self) -> str:
        return f"r{self.row:02d}c{self.column:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """All cells of a city; bounds are (south, west, north, east)."""

    bounds: tuple[float, float, float, float]
    cells: tuple[GridCell, ...]

    @property
    def area_km2(self) -> float:
        south, west, north, east = self.bounds
        across = (east - west) * _KM_A_DEGREE * cos(radians((south + north) / 2))
        return across * (north - south) * _KM_A_DEGREE

    def zones(self) -> Mapping[str, dict[str, Any]]:
        """The GeoJSON geometry of each zone: the union of its cells."""
        shapes = defaultdict(list)
        for cell in self.cells:
            shapes[cell.zone].append(cell.shape)
        return {zone: mapping(union_all(shapes[zone])) for zone in sorted(shapes)}


def make_grid(places: Sequence[Place], cells: int, default_zone: str) -> Grid:
    """About `cells` cells over the places; `default_zone` where no place names a zone."""
    bounds = _bounds(places)
    lines = _lines(bounds, cells)
    shapes = _shapes(*lines)
    counts = _counts(shapes, places)
    zones = _zones(shapes, counts) or dict.fromkeys(shapes, default_zone)
    made = tuple(
        GridCell(row=at[0], column=at[1], shape=shape, zone=zones[at], cases=counts[at].total())
        for at, shape in shapes.items()
    )
    return Grid(bounds=bounds, cells=made)


def _bounds(places: Sequence[Place]) -> tuple[float, float, float, float]:
    south, north = _span([place.lat for place in places])
    west, east = _span([place.lon for place in places])
    return south, west, north, east


def _span(values: Sequence[float]) -> tuple[float, float]:
    low, high = np.percentile(values, (0.5, 99.5))
    margin = max((high - low) / 10, _LEAST)
    least, most = min(values), max(values)
    return (
        round(float(max(low - margin, least - _LEAST)), _DIGITS),
        round(float(min(high + margin, most + _LEAST)), _DIGITS),
    )


def _lines(
    bounds: tuple[float, float, float, float], cells: int
) -> tuple[list[float], list[float]]:
    south, west, north, east = bounds
    height, width = north - south, (east - west) * cos(radians((south + north) / 2))
    rows = min(max(round(sqrt(cells * height / width)), 1), cells)
    columns = max(round(cells / rows), 1)
    return _cuts(south, north, rows)[::-1], _cuts(west, east, columns)


def _cuts(low: float, high: float, parts: int) -> list[float]:
    return [round(low + (high - low) * part / parts, _DIGITS) for part in range(parts + 1)]


def _shapes(lats: Sequence[float], lons: Sequence[float]) -> dict[tuple[int, int], Any]:
    return {
        (row, column): box(lons[column - 1], lats[row], lons[column], lats[row - 1])
        for row in range(1, len(lats))
        for column in range(1, len(lons))
    }


def _counts(
    shapes: Mapping[tuple[int, int], Any], places: Sequence[Place]
) -> dict[tuple[int, int], Counter[str | None]]:
    counts: dict[tuple[int, int], Counter[str | None]] = {at: Counter() for at in shapes}
    keys = list(shapes)
    spots = points([place.lon for place in places], [place.lat for place in places])
    seen: set[int] = set()
    found = STRtree(list(shapes.values())).query(spots, predicate="intersects")
    for spot, cell in sorted(zip(*found.tolist(), strict=True)):
        if spot not in seen:
            seen.add(spot)
            counts[keys[cell]][places[spot].zone] += 1
    return counts


def _zones(
    shapes: Mapping[tuple[int, int], Any], counts: Mapping[tuple[int, int], Counter[str | None]]
) -> dict[tuple[int, int], str]:
    """By the majority of a cell's cases; a cell without any takes the nearest that has one."""
    named = {at: _majority(count) for at, count in counts.items()}
    settled = {at: zone for at, zone in named.items() if zone is not None}
    if not settled:
        return {}
    _seat_the_small(settled, counts)
    centres = [shapes[at].centroid for at in settled]
    tree, keys = STRtree(centres), list(settled)
    nearest = {at: keys[int(tree.nearest(shape.centroid))] for at, shape in shapes.items()}
    return {at: settled[at] if at in settled else settled[nearest[at]] for at in shapes}


def _majority(count: Counter[str | None]) -> str | None:
    ranked = sorted((-cases, zone) for zone, cases in count.items() if zone is not None)
    return ranked[0][1] if ranked else None


def _seat_the_small(
    settled: dict[tuple[int, int], str], counts: Mapping[tuple[int, int], Counter[str | None]]
) -> None:
    """A zone that is nowhere the majority gets the cell where it has most cases, if one is free."""
    seats = Counter(settled.values())
    everywhere = {zone for count in counts.values() for zone in count if zone is not None}
    for zone in sorted(everywhere - set(seats)):
        ranked = sorted(counts, key=lambda at: (-counts[at][zone], at))
        best = next((at for at in ranked if counts[at][zone] and seats[settled[at]] > 1), None)
        if best is not None:
            seats[settled[best]] -= 1
            settled[best] = zone
            seats[zone] += 1
