"""Where a city is so dense that its map needs an enlargement: named by the pack, or found here."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.city import City
from pipelines.citytypes import Cell

Bounds = tuple[float, float, float, float]
WINDOW = (0.14, 0.21)
SHARE = 0.2


def map_settings(city: City) -> Mapping[str, Any]:
    """The pack's own `[map]` table (core, credit), empty where it has none."""
    table = city.settings.get("map", {})
    return table if isinstance(table, Mapping) else {}


def cell_bounds(cells: Sequence[Cell]) -> Bounds:
    """South, west, north, east of all cells, by their corners."""
    corners = [corner for cell in cells for corner in _corners(cell.geometry["coordinates"])]
    lons, lats = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(lats), min(lons), max(lats), max(lons)


def core_of(city: City) -> Bounds | None:
    """South, west, north, east of the area to enlarge; None where cells are of even size."""
    named = map_settings(city).get("core")
    if isinstance(named, Mapping):
        named = named.get("bounds")
    if named:
        south, west, north, east = (float(side) for side in named)
        return south, west, north, east
    return densest(city.cells)


def densest(cells: Sequence[Cell]) -> Bounds | None:
    """The window of a fixed share of the city that holds most cells, if it holds a fifth of all."""
    if len(cells) < 100:
        return None
    south, west, north, east = cell_bounds(cells)
    high, wide = (north - south) * WINDOW[0], (east - west) * WINDOW[1]
    centres = [cell.centre for cell in cells]
    best = max(centres, key=lambda middle: _held(centres, middle, high, wide))
    if _held(centres, best, high, wide) < SHARE * len(cells):
        return None
    lat, lon = best
    return lat - high / 2, lon - wide / 2, lat + high / 2, lon + wide / 2


def _held(
    centres: Sequence[tuple[float, float]], middle: tuple[float, float], high: float, wide: float
) -> int:
    return sum(
        abs(lat - middle[0]) * 2 <= high and abs(lon - middle[1]) * 2 <= wide
        for lat, lon in centres
    )


def _corners(coordinates: Any) -> list[tuple[float, float]]:
    if coordinates and isinstance(coordinates[0], int | float):
        return [(coordinates[0], coordinates[1])]
    return [corner for part in coordinates for corner in _corners(part)]
