"""A city small enough to count on the fingers: two zones, four square cells, six categories.

The week of 2026-03-06 holds a make-up Sunday (the one on which New York's clocks go forward) and a
holiday on the Tuesday after it.
"""

from datetime import date, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.city import City
from pipelines.citytypes import Category, Cell, Channel, Department, Limit, Worker, Zone
from pipelines.geometry import Places

SIDE = 0.02
SOUTH, WEST = 40.70, -74.00

LIMITS = {
    "urgent": Limit(amount=2, unit="urgent_hours"),
    "hours": Limit(amount=6, unit="working_hours"),
    "days": Limit(amount=3, unit="working_days"),
    "calendar": Limit(amount=1, unit="calendar_days"),
    "open": None,
    "lamp": Limit(amount=4, unit="working_hours"),
}
ONE_WORKING_DAY = Limit(amount=1, unit="working_days")


def tiny_city(
    timezone: str = "America/New_York", day_start: time = time.min, **changed: Any
) -> City:
    """The small city on the clock of `timezone`; `changed` gives fields of `City` other values."""
    cells = tuple(_cell(number) for number in range(4))
    fields: dict[str, Any] = {
        **_numbers(),
        **_records(),
        "name": "tiny",
        "title": "小城",
        "title_en": "Tiny",
        "timezone": ZoneInfo(timezone),
        "day_start": day_start,
        "cells": cells,
        "places": Places.of(cells),
        "names": {},
        "digest": f"tiny {timezone} {day_start} {sorted(changed)}",
        "path": Path("tiny"),
        "simulated": True,
    }
    return City(**{**fields, **changed})


def _numbers() -> dict[str, Any]:
    return {
        "centre": (SOUTH + SIDE, WEST + SIDE),
        "bounds": (SOUTH, WEST, SOUTH + 2 * SIDE, WEST + 2 * SIDE),
        "area_km2": 15.0,
        "working_hours": ((time(8), time(12)), (time(14), time(18))),
        "worker_speed_kmh": 12.0,
        "filing_limit": ONE_WORKING_DAY,
        "check_limit": Limit(amount=4, unit="working_hours"),
        "acceptance": {
            "danger": Limit(amount=0.25, unit="urgent_hours"),
            "utilities": Limit(amount=0.5, unit="urgent_hours"),
            "other": ONE_WORKING_DAY,
        },
        "promises": {"first_response_minutes": 15, "dispatch_seconds": 30},
        "calendar": {date(2026, 3, 8): True, date(2026, 3, 10): False},
        **{name: {} for name in ("averages", "city_score", "targets", "thresholds")},
        **{name: {} for name in ("settings", "day")},
        **dict.fromkeys(("canvases", "parts", "indicators"), ()),
    }


def _records() -> dict[str, Any]:
    return {
        "zones": tuple(
            Zone(id=zone, name=zone, name_en=zone, short=zone) for zone in ("north", "south")
        ),
        "categories": tuple(_category(code) for code in LIMITS),
        "departments": tuple(_department(code) for code in ("roads", "water", "north-street")),
        "channels": tuple(
            Channel(code=code, name=code, name_en=code) for code in ("hotline", "snapshot")
        ),
        "workers": tuple(
            Worker(id=f"w{number}", name=name, cell=f"c{number}", department=None)
            for number, name in enumerate(("Li Na", "Omar Haddad", "Zhao Min", "Ana Silva"), 1)
        ),
    }


def _category(code: str) -> Category:
    group = "pipes" if code in ("urgent", "lamp") else "streets"
    return Category(
        code=code,
        name=code,
        name_en=code,
        class_code=group,
        class_name=group,
        class_name_en=group,
        kind="event",
        limit=LIMITS[code],
        department="roads",
    )


def _department(code: str) -> Department:
    return Department(code=code, name=code, name_en=code, short=code, kind="bureau", parent=None)


def _cell(number: int) -> Cell:
    """Cells c1 and c2 in the south from west to east, c3 and c4 in the north."""
    row, column = divmod(number, 2)
    south, west = SOUTH + row * SIDE, WEST + column * SIDE
    north, east = south + SIDE, west + SIDE
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return Cell(
        id=f"c{number + 1}",
        zone="north" if row else "south",
        name=f"Cell {number + 1}",
        centre=(south + SIDE / 2, west + SIDE / 2),
        area_km2=3.75,
        weight=1.0,
        geometry={"type": "Polygon", "coordinates": [ring]},
    )
