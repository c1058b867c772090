"""What the files of a city pack owe each other: one id one thing, and no name without its thing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pipelines.citytypes import Category, Cell, Channel, Department, Worker, Zone
from pipelines.geometry import gaps, overlaps, strays
from pipelines.pack import Pack
from pipelines.packcells import CELLS, ZONES

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


def check_rules(pack: Pack, contents: Contents) -> None:
    """The cheap rules, which every load holds."""
    _check_doubles(pack, contents)
    _check_names(pack, contents)
    _check_parents(pack, contents.departments)
    _check_classes(pack, contents.categories)
    if contents.workers:
        _check_staffing(pack, contents)


def _check_doubles(pack: Pack, contents: Contents) -> None:
    ids: Mapping[str, tuple[str, list[tuple[int, str]]]] = {
        CELLS: ("id", [(line, cell.id) for line, cell in contents.cells]),
        ZONES: ("id", [(line, zone.id) for line, zone in contents.zones]),
        "categories.csv": ("code", [(line, item.code) for line, item in contents.categories]),
        "departments.csv": ("code", [(line, item.code) for line, item in contents.departments]),
        "channels.csv": ("code", [(line, item.code) for line, item in contents.channels]),
        "workers.csv": ("id", [(line, worker.id) for line, worker in contents.workers]),
    }
    for file, (name, lines) in ids.items():
        first: dict[str, int] = {}
        for line, code in lines:
            if code in first:
                why = f'"{code}" stands already in line {first[code]}'
                pack.wrong(file, why, line=line, name=name)
            first.setdefault(code, line)


def _check_names(pack: Pack, contents: Contents) -> None:
    zones = {zone.id for _, zone in contents.zones}
    cells = {cell.id for _, cell in contents.cells}
    departments = {department.code for _, department in contents.departments}
    for line, name in ((line, cell.zone) for line, cell in contents.cells):
        _check_known(pack, CELLS, line, "zone", name, zones, ZONES)
    for line, worker in contents.workers:
        _check_known(pack, "workers.csv", line, "cell", worker.cell, cells, CELLS)
    owners = [("workers.csv", line, "department", w.department) for line, w in contents.workers]
    owners += [
        ("categories.csv", line, "department", c.department) for line, c in contents.categories
    ]
    owners += [("departments.csv", line, "parent", d.parent) for line, d in contents.departments]
    for file, line, field, code in owners:
        if code is not None:
            _check_known(pack, file, line, field, code, departments, "departments.csv")


def _check_known(
    pack: Pack, file: str, line: int, name: str, code: str, known: set[str], where: str
) -> None:
    if code not in known:
        pack.wrong(file, f'"{code}" does not stand in {where}', line=line, name=name)


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
