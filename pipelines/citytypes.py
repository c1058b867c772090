"""The records a city pack is made of: what every other room may know about a city's own words.

They hold no behaviour; `pipelines.city` loads them and answers questions about them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

LIMIT_UNITS = ("urgent_hours", "working_hours", "working_days", "calendar_days")
CATEGORY_KINDS = ("component", "event")
DEPARTMENT_KINDS = ("bureau", "street", "zone", "company")

CategoryKind = Literal["component", "event"]
DepartmentKind = Literal["bureau", "street", "zone", "company"]


class PackError(Exception):
    """A city pack that cannot be used; `findings` are whole sentences naming file, line, field."""

    def __init__(self, findings: Sequence[str]) -> None:
        self.findings = list(findings)
        super().__init__("\n".join(self.findings))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A time limit: how much of which clock."""

    amount: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of the grid; centre is (lat, lon), geometry a GeoJSON geometry in WGS-84."""

    id: str
    zone: str
    name: str
    centre: tuple[float, float]
    area_km2: float
    weight: float
    geometry: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A sub-district or functional zone; packs without zones.geojson have no geometry for it."""

    id: str
    name: str
    name_en: str
    short: str
    geometry: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A sub-category of cases within its class, with its limit and its usual department."""

    code: str
    name: str
    name_en: str
    class_code: str
    class_name: str
    class_name_en: str
    kind: CategoryKind
    limit: Limit | None
    department: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """Who handles cases; departments form a tree by `parent`."""

    code: str
    name: str
    name_en: str
    short: str
    kind: DepartmentKind
    parent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way by which cases come in."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A grid worker and the cell that is his."""

    id: str
    name: str
    cell: str
    department: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A component of the city that stands at a known place: a lamp, a manhole cover."""

    id: str
    category: str
    lat: float
    lon: float
    owner: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A published figure of the pack; `qualifier` is such as `>` or `about`."""

    indicator: str
    area: str
    period: str
    value: float
    qualifier: str
    unit: str
    source: str
    method: str
    confidence: str
