"""A city pack, loaded and checked: what is fixed about a city while the server runs.

`load_city` holds every cheap rule and raises all findings at once; `check_city` adds the slow check
that the cells fit together. A pack is data: nothing here knows a city by name.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipelines import packfiles
from pipelines.citytypes import (
    Category,
    Cell,
    Channel,
    Department,
    Indicator,
    Limit,
    PackError,
    Part,
    Worker,
    Zone,
)
from pipelines.geometry import Places, shape
from pipelines.pack import Pack
from pipelines.packcells import read_cells, read_zones
from pipelines.packday import check_day
from pipelines.packrules import Contents, check_rules, ground_findings, records
from pipelines.packtoml import read_settings

__all__ = [
    "CITIES", "Category", "Cell", "Channel", "City", "Department", "Indicator", "Limit",
    "PackError", "Part", "Worker", "Zone", "check_city", "city_folder", "find_city",
    "load_city",
]  # fmt: skip

CITIES = Path(__file__).resolve().parent.parent / "data" / "cities"
Names = Mapping[tuple[str, str], Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class City:
    """One city. centre is (lat, lon), bounds (south, west, north, east), `settings` city.toml."""

    name: str
    title: str
    title_en: str
    timezone: ZoneInfo
    centre: tuple[float, float]
    bounds: tuple[float, float, float, float]
    area_km2: float
    day_start: time
    working_hours: tuple[tuple[time, time], ...]
    worker_speed_kmh: float
    filing_limit: Limit
    check_limit: Limit
    acceptance: Mapping[str, Limit]
    promises: Mapping[str, Any]
    averages: Mapping[str, float]
    city_score: Mapping[str, float]
    targets: Mapping[str, float]
    thresholds: Mapping[str, Mapping[str, Any]]
    canvases: tuple[str, ...]
    settings: Mapping[str, Any] = field(repr=False)
    calendar: Mapping[date, bool] = field(repr=False)
    cells: tuple[Cell, ...] = field(repr=False)
    zones: tuple[Zone, ...] = field(repr=False)
    categories: tuple[Category, ...] = field(repr=False)
    departments: tuple[Department, ...] = field(repr=False)
    channels: tuple[Channel, ...] = field(repr=False)
    workers: tuple[Worker, ...] = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)
    indicators: tuple[Indicator, ...] = field(repr=False)
    simulated: bool
    path: Path
    day: Mapping[str, Any] = field(repr=False)
    digest: str
    places: Places = field(repr=False)
    names: Names = field(repr=False)

    def locate(self, lat: float, lon: float) -> str | None:
        """The cell of a place, None outside all; on a shared border the smallest id."""
        return self.places.locate_many([lat], [lon])[0]

    def locate_many(
        self, lats: Sequence[float | None], lons: Sequence[float | None]
    ) -> list[str | None]:
        """The cell of each place, as `locate`; a place without coordinates has none."""
        return self.places.locate_many(lats, lons)

    def local(self, instant: datetime) -> datetime:
        """An aware instant on the clock of the city."""
        return instant.astimezone(self.timezone)

    def instant(self, local: datetime, fold: int = 0) -> datetime:
        """The UTC instant of a naive local time; `fold` 1 is the second of a repeated hour."""
        return local.replace(tzinfo=self.timezone, fold=fold).astimezone(UTC)

    def day_bounds(self, day: date) -> tuple[datetime, datetime]:
        """[start, end) of the city's day as UTC instants, from `day_start` to `day_start`."""
        start = datetime.combine(day, self.day_start)
        return self.instant(start), self.instant(start + timedelta(days=1))

    def day_of(self, instant: datetime) -> date:
        """The city's day that an aware instant belongs to: the last one that has begun."""
        day = self.local(instant).date() + timedelta(days=1)
        while self.day_bounds(day)[0] > instant:
            day -= timedelta(days=1)
        return day

    @property
    def day_start_s(self) -> int:
        """Seconds from midnight to the start of the city's day."""
        return (self.day_start.hour * 60 + self.day_start.minute) * 60 + self.day_start.second

    def is_workday(self, day: date) -> bool:
        """By the calendar; a date that it does not name is one from Monday to Friday."""
        return self.calendar.get(day, day.weekday() < 5)

    def label(self, dimension: str, code: str, lang: str = "zh") -> str:
        """The name shown for a zone, cell, department, channel, category, class or worker."""
        words = self.names.get((dimension, "en" if lang.startswith("en") else "zh"), {})
        return words.get(code, code)


def city_folder(name: str, cities: Path = CITIES) -> Path:
    """A name is a folder of `cities`; with a slash in it, it is the path of any folder."""
    return Path(name) if "/" in name else cities / name


def find_city(name: str, cities: Path = CITIES) -> City:
    """The pack of that name or at that path; PackError says which there are."""
    folder = city_folder(name, cities)
    if not folder.is_dir():
        known = sorted(path.parent.name for path in cities.glob("*/city.toml"))
        raise PackError([f"{name}: there is no such city pack; there are {', '.join(known)}"])
    return load_city(folder)


def load_city(path: Path) -> City:
    """The pack in that folder; PackError with every finding if one of the cheap rules is broken."""
    city, findings = _read(Path(path))
    if city is None:
        raise PackError(findings)
    return city


def check_city(path: Path) -> list[str]:
    """Every finding of a pack, the slow ones included: overlaps, gaps, cells outside their zone."""
    city, findings = _read(Path(path))
    if city is None:
        return findings
    return [*findings, *ground_findings(Pack(city.path), city.cells, city.zones)]


def _read(path: Path) -> tuple[City | None, list[str]]:
    pack = Pack(path.resolve())
    settings, cells = read_settings(pack), read_cells(pack)
    contents = Contents(
        cells=cells,
        zones=read_zones(pack, records(cells)),
        categories=packfiles.categories(pack),
        departments=packfiles.departments(pack),
        channels=packfiles.channels(pack),
        workers=packfiles.workers(pack),
        parts=packfiles.parts(pack),
    )
    calendar, indicators = packfiles.calendar(pack), packfiles.indicators(pack)
    day = pack.toml("day.toml")
    check_rules(pack, contents)
    check_day(pack, day, contents)
    if pack.findings:
        return None, pack.findings
    settings |= {"calendar": calendar, "indicators": tuple(indicators), "day": day.values}
    return _city(pack, settings, contents), []


def _city(pack: Pack, settings: Mapping[str, Any], contents: Contents) -> City:
    lists: dict[str, Any] = {name: records(getattr(contents, name)) for name in contents.__slots__}
    ground = _extent(lists["cells"])
    known = {key: value for key, value in settings.items() if value is not None}
    return City(
        **{**ground, **known, **lists},
        name=pack.name,
        path=pack.path,
        digest=_digest(settings, contents),
        places=Places.of(lists["cells"]),
        names=_names(contents),
    )


def _extent(cells: Sequence[Cell]) -> dict[str, Any]:
    """What of city.toml can be read from the cells themselves."""
    boxes = [shape(cell.geometry).bounds for cell in cells]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return {
        "bounds": (south, west, north, east),
        "centre": ((south + north) / 2, (west + east) / 2),
        "area_km2": round(sum(cell.area_km2 for cell in cells), 3),
    }


def _digest(settings: Mapping[str, Any], contents: Contents) -> str:
    """sha256 over what decides numbers; names of departments or channels do not."""
    decides = {
        "cells": [asdict(cell) for cell in records(contents.cells)],
        "zones": sorted(zone.id for zone in records(contents.zones)),
        "categories": [asdict(category) for category in records(contents.categories)],
        "calendar": sorted(settings["calendar"].items()),
        "clock": [settings[key] for key in ("timezone", "day_start", "working_hours")],
        "limits": [settings[key] for key in ("filing_limit", "check_limit", "acceptance")],
        "promises": settings["promises"],
    }
    text = json.dumps(decides, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _names(contents: Contents) -> Names:
    categories = records(contents.categories)
    zones, departments = records(contents.zones), records(contents.departments)
    channels = records(contents.channels)
    names = {
        "zone": {zone.id: (zone.short, zone.name_en) for zone in zones},
        "cell": {cell.id: (cell.name, cell.name) for cell in records(contents.cells)},
        "department": {item.code: (item.short, item.name_en) for item in departments},
        "channel": {item.code: (item.name, item.name_en) for item in channels},
        "category": {item.code: (item.name, item.name_en) for item in categories},
        "class": {item.class_code: (item.class_name, item.class_name_en) for item in categories},
        "worker": {item.id: (item.name, item.name) for item in records(contents.workers)},
    }
    return {
        (dimension, lang): {code: pair[which] for code, pair in words.items()}
        for dimension, words in names.items()
        for which, lang in enumerate(("zh", "en"))
    }
