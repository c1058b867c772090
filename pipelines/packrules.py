"""What the files of a city pack owe each other: one id one thing, and no name without its thing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

from pipelines.citytypes import Category, Cell, Channel, Department, Part, Worker, Zone
from pipelines.geometry import gaps, overlaps, strays
from pipelines.pack import Pack
from pipelines.packcells import CELLS, ZONES

_NAMED_FILES = (CELLS, ZONES, "categories.csv", "departments.csv", "workers.csv")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The records of a pack, each with the line it stands on."""

    cells: Sequence[tuple[int, Cell]]
    zones: Sequence[tuple[int, Zone]]
    categories: Sequence[tuple[int, Category]]
    departments: Sequence[tuple[int, Department]]
    channels: Sequence[tuple[int, Channel]]
    workers: Sequence[tuple[int, Worker]]
    parts: Sequence[tuple[int, Part]]


def check_rules(pack: Pack, contents: Contents) -> None:
    """The cheap rules, which every load holds."""
    whole = {file for file in _NAMED_FILES if not pack.is_broken(file)}
    _check_doubles(pack, contents)
    _check_names(pack, contents, whole)
    _check_parents(pack, contents.departments)
    _check_classes(pack, contents.categories)
    if contents.workers and whole >= {CELLS, "workers.csv"}:
        _check_staffing(pack, contents)


def _check_doubles(pack: Pack, contents: Contents) -> None:
    ids: Mapping[str, tuple[str, list[tuple[int, str]]]] = {
        CELLS: ("id", [(line, cell.id) for line, cell in contents.cells]),
        ZONES: ("id", [(line, zone.id) for line, zone in contents.zones]),
        "categories.csv": ("code", [(line, item.code) for line, item in contents.categories]),
        "departments.csv": ("code", [(line, item.code) for line, item in contents.departments]),
        "channels.csv": ("code", [(line, item.code) for line, item in contents.channels]),
        "workers.csv": ("id", [(line, worker.id) for line, worker in contents.workers]),
        "components.csv": ("part", [(line, part.id) for line, part in contents.parts]),
    }
    for file, (name, lines) in ids.items():
        first: dict[str, int] = {}
        for line, code in lines:
            if code in first:
                why = f'"{code}" stands already in line {first[code]}'
                pack.wrong(file, why, line=line, name=name)
            first.setdefault(code, line)


def _check_names(pack: Pack, contents: Contents, whole: Set[str]) -> None:
    """Every name stands in its file; a file that did not read well is not asked."""
    known = _known(contents)
    for file, line, field, code, where in _references(contents):
        if where in whole and known[where] and code is not None and code not in known[where]:
            pack.wrong(file, f'"{code}" does not stand in {where}', line=line, name=field)


def _known(contents: Contents) -> dict[str, set[str]]:
    """The codes of each file; a pack that lists no department lets any name pass."""
    return {
        ZONES: {zone.id for _, zone in contents.zones},
        CELLS: {cell.id for _, cell in contents.cells},
        "categories.csv": {category.code for _, category in contents.categories},
        "departments.csv": {department.code for _, department in contents.departments},
    }


def _references(contents: Contents) -> Iterator[tuple[str, int, str, str | None, str]]:
    """(file, line, field, code, file to hold it) of every name one record has for another."""
    for line, cell in contents.cells:
        yield CELLS, line, "zone", cell.zone, ZONES
    for line, category in contents.categories:
        yield "categories.csv", line, "department", category.department, "departments.csv"
    for line, department in contents.departments:
        yield "departments.csv", line, "parent", department.parent, "departments.csv"
    for line, worker in contents.workers:
        yield "workers.csv", line, "cell", worker.cell, CELLS
        yield "workers.csv", line, "department", worker.department, "departments.csv"
    for line, part in contents.parts:
        yield "components.csv", line, "category", part.category, "categories.csv"
        yield "components.csv", line, "owner", part.owner, "departments.csv"


def _check_parents(pack: Pack, departments: Sequence[tuple[int, Department]]) -> None:
    parents = {department.code: department.parent for _, department in departments}
    for line, department in departments:
        seen, above = [department.code], department.parent
        while above is not None and above not in seen:
            seen.append(above)
            above = parents.get(above)
        if above == department.code:
            way = " → ".join([*seen, above])
            pack.wrong(
                "departments.csv", f"goes round in a circle: {way}", line=line, name="parent"
            )


def _check_classes(pack: Pack, categories: Sequence[tuple[int, Category]]) -> None:
    names: dict[str, tuple[int, str]] = {}
    for line, category in categories:
        first, name = names.setdefault(category.class_code, (line, category.class_name))
        if name != category.class_name:
            why = f'"{category.class_name}" is "{name}" in line {first}; a class has one name'
            pack.wrong("categories.csv", why, line=line, name="class_name")


def _check_staffing(pack: Pack, contents: Contents) -> None:
    staffed = {worker.cell for _, worker in contents.workers}
    for line, cell in contents.cells:
        if cell.id not in staffed:
            why = f"cell {cell.id} has no worker in workers.csv"
            pack.wrong(CELLS, why, line=line, name="id")


def ground_findings(pack: Pack, cells: Sequence[Cell], zones: Sequence[Zone]) -> Iterator[str]:
    """Cells that share ground, leave ground of a zone bare, or reach out of their zone."""
    found = Pack(pack.path)
    for one, other, shared in overlaps(cells):
        found.wrong(CELLS, f"{one} and {other} overlap on {shared:.4f} km²", name="geometry")
    for zone, bare in gaps(cells, zones):
        found.wrong(CELLS, f"{bare:.4f} km² of zone {zone} lie in no cell", name="geometry")
    for cell, zone, outside in strays(cells, zones):
        why = f"{outside:.4f} km² of {cell} lie outside its zone {zone}"
        found.wrong(CELLS, why, name="geometry")
    yield from found.findings


def records(lines: Iterable[tuple[int, T]]) -> tuple[T, ...]:
    """The records without their lines."""
    return tuple(record for _, record in lines)
