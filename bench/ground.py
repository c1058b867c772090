"""The places and categories of a city pack, read without the product: every engine needs them."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PACK = Path(__file__).resolve().parent.parent / "data" / "cities" / "binhai"
HOURS = (1, 2, 4, 24, 72)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Cells with the zone of each, and categories with the hours their cases may take.

    `places` numbers every ("zone", id) and ("cell", id): the rows of an answer.
    """

    cells: tuple[str, ...]
    zone_of: tuple[str, ...]
    categories: tuple[str, ...]
    hours: tuple[int, ...]
    places: Mapping[tuple[str, str], int]


def read_ground(pack: Path = PACK) -> Ground:
    """The ground of Binhai, in the order of its files."""
    features = json.loads((pack / "cells.geojson").read_text("utf-8"))["features"]
    cells = tuple(one["properties"]["id"] for one in features)
    zone_of = tuple(one["properties"]["zone"] for one in features)
    with (pack / "categories.csv").open(encoding="utf-8", newline="") as file:
        categories = tuple(row["code"] for row in csv.DictReader(file))
    names = [("zone", zone) for zone in dict.fromkeys(zone_of)] + [("cell", cell) for cell in cells]
    return Ground(
        cells=cells,
        zone_of=zone_of,
        categories=categories,
        hours=tuple(HOURS[place % len(HOURS)] for place in range(len(categories))),
        places={name: place for place, name in enumerate(names)},
    )
