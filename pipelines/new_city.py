"""A city pack made out of a case file: enough to open the wall on a city nobody has described yet.

Codes are the file's own words, so that its events need no translation. What a case file cannot know
(limits of categories, calendar, workers, the base map) is left for a person to fill in.
"""

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from typing import Any

from shapely.geometry import mapping

from pipelines.event import Event
from pipelines.new_city_grid import Grid, Place, make_grid
from pipelines.sources.cases import case_rows
from pipelines.sources.faults import ImportFailed
from pipelines.sources.rows import Row
from pipelines.sources.rules import Profile
from pipelines.sources.values import look, present

CELLS = 200
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_UNCLASSED = "other"
_FAR = datetime.max.replace(tzinfo=UTC) - timedelta(days=2)


@dataclass(slots=True)
class _Survey:
    """What the cases of a file tell of their city."""

    places: list[Place] = field(default_factory=list)
    channels: Counter[str] = field(default_factory=Counter)
    departments: Counter[str] = field(default_factory=Counter)
    classes: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    handlers: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, events: Sequence[Event], class_name: str) -> None:
        report = events[0].data
        self.channels[report["channel"]] += 1
        self.classes[report["category"]][class_name] += 1
        for event in events:
            if "department" in event.data:
                self.departments[event.data["department"]] += 1
                self.handlers[report["category"]][event.data["department"]] += 1
        if "lat" in report and "lon" in report:
            zone = report.get("zone")
            self.places.append(Place(lat=report["lat"], lon=report["lon"], zone=zone))


def make_pack(name: str, file: Path, profile: Profile, out_dir: Path, cells: int = CELLS) -> Path:
    """Writes the pack `out_dir/name` and returns its folder; ImportFailed where that cannot be."""
    folder = out_dir / name
    if not _NAME.fullmatch(name):
        raise ImportFailed(f"{name}: a city's name is lower-case letters, digits, - and _")
    if folder.exists():
        raise ImportFailed(f"{name}: there is a pack of this name already")
    if cells < 1:
        raise ImportFailed(f"cells: {cells} is too few; a city has at least one cell")
    survey = _survey(file, profile)
    grid = make_grid(survey.places, cells, name)
    unfinished = out_dir / f".{name}.unfinished"
    rmtree(unfinished, ignore_errors=True)
    _write(unfinished, profile, survey, grid)
    return unfinished.rename(folder)


def _survey(file: Path, profile: Profile) -> _Survey:
    if profile.timezone is None:
        raise ImportFailed(f"{profile.name}.toml, timezone: missing; a new city needs it")
    survey = _Survey()
    for row, events in case_rows(file, profile, profile.timezone, _FAR):
        survey.add(events, _class_of(row, profile))
    if not survey.places:
        raise ImportFailed(f"{file.name}: no row has both lat and lon, so no cell can be drawn")
    return survey


def _class_of(row: Row, profile: Profile) -> str:
    column = profile.pack.get("class")
    return (present(look(row.record, column), profile.missing) if column else None) or _UNCLASSED


def _write(folder: Path, profile: Profile, survey: _Survey, grid: Grid) -> None:
    (folder / "basemap").mkdir(parents=True)
    _write_text(folder / "basemap" / "LICENCES.md", _LICENCES)
    _write_text(folder / "city.toml", _city_toml(profile, grid))
    _write_features(folder / "cells.geojson", _cell_features(grid))
    _write_features(folder / "zones.geojson", _zone_features(grid))
    _write_table(folder / "categories.csv", _CATEGORY_COLUMNS, _categories(survey))
    _write_table(folder / "departments.csv", _DEPARTMENT_COLUMNS, _departments(survey))
    _write_table(folder / "channels.csv", ("code", "name", "name_en"), _named(survey.channels))
    _write_table(folder / "workers.csv", ("id", "name", "cell", "department"), ())
    _write_table(folder / "calendar.csv", ("date", "workday"), ())


_CATEGORY_COLUMNS = (
    "code", "name", "name_en", "class", "class_name", "class_name_en", "kind", "limit", "unit",
    "department",
)  # fmt: skip
_DEPARTMENT_COLUMNS = ("code", "name", "name_en", "short", "kind", "parent")
_LICENCES = """# Licences of the base map

There is no base map yet: the map shows the cells alone. Put GeoJSON layers into this folder and
name the licence of each here.
"""


def _categories(survey: _Survey) -> Iterable[tuple[str, ...]]:
    for code in sorted(survey.classes):
        group = _commonest(survey.classes[code])
        handler = _commonest(survey.handlers[code]) if code in survey.handlers else ""
        yield code, code, code, group, group, group, "event", "", "", handler


def _departments(survey: _Survey) -> Iterable[tuple[str, ...]]:
    return ((code, code, code, code, "bureau", "") for code in sorted(survey.departments))


def _named(counted: Counter[str]) -> Iterable[tuple[str, ...]]:
    return ((code, code, code) for code in sorted(counted))


def _commonest(counted: Counter[str]) -> str:
    return min(counted, key=lambda word: (-counted[word], word))


def _cell_features(grid: Grid) -> Iterable[dict[str, Any]]:
    for cell in grid.cells:
        name = f"{cell.zone} {cell.row}-{cell.column}"
        known = {"id": cell.id, "zone": cell.zone, "name": name, "weight": cell.cases}
        yield _feature(known, mapping(cell.shape))


def _zone_features(grid: Grid) -> Iterable[dict[str, Any]]:
    for zone, geometry in grid.zones().items():
        yield _feature({"id": zone, "name": zone, "name_en": zone, "short": zone}, geometry)


def _feature(known: Mapping[str, Any], geometry: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": known, "geometry": geometry}


def _city_toml(profile: Profile, grid: Grid) -> str:
    south, west, north, east = grid.bounds
    title = json.dumps(profile.title, ensure_ascii=False)
    centre = [round((south + north) / 2, 6), round((west + east) / 2, 6)]
    return f"""# Made from a case file; mend what a person knows better.
title = {title}
title_en = {title}
timezone = "{profile.timezone}"
centre = {centre}
bounds = {[south, west, north, east]}
area_km2 = {grid.area_km2:.1f}
day_start = "00:00"
working_hours = ["08:00", "12:00", "14:00", "18:00"]
worker_speed_kmh = 15

[promises]
first_response_minutes = 15
dispatch_seconds = 30
filing = {{ limit = 1, unit = "working_days" }}
check = {{ limit = 1, unit = "working_days" }}

[promises.acceptance]
danger = {{ limit = 0.25, unit = "urgent_hours" }}
utilities = {{ limit = 0.5, unit = "urgent_hours" }}
other = {{ limit = 1, unit = "working_days" }}
"""


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _write_features(path: Path, features: Iterable[dict[str, Any]]) -> None:
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    _write_text(path, f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n')


def _write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
