"""What the simulated day draws from: a city pack turned into tables that are quick to draw from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from pipelines.city import Category, Cell, City, Worker
from pipelines.sources.simulated_dials import Dials, Urn
from pipelines.sources.simulated_rates import Rates, read_rates

USUAL_HOURS = (2, 1, 1, 1, 1, 2, 4, 7, 10, 12, 12, 10, 7, 7, 10, 11, 10, 9, 7, 6, 6, 5, 4, 3)
DAY_SHARE, NIGHT_SHARE = 0.82, 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A channel: its share of the reports, the hours they come at, and how many are own finds."""

    code: str
    share: float
    hours: Urn[int]
    found_on_spot: float
    slow: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Who handles instead of the category's department: `department` "zone" is the zone's own."""

    zones: frozenset[str]
    classes: frozenset[str]
    department: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One pack's tables. `owners` maps a cell to the place of its worker in `staff`."""

    city: City
    seed: int
    storm_days: frozenset[date]
    dials: Dials
    rates: Rates
    ways: Urn[Way]
    cells: Urn[Cell]
    categories: Urn[Category]
    by_code: Mapping[str, Category]
    by_cell: Mapping[str, Cell]
    priorities: Mapping[str, str]
    shift_shares: tuple[float, float]
    staff: tuple[Worker, ...]
    owners: Mapping[str, int]
    routes: tuple[Route, ...]
    departments: tuple[str, ...]
    late_factors: Mapping[str, float]
    roads: tuple[str, ...]

    def rng(self, *what: object) -> Random:
        """The random source of one thing: the same seed and thing, the same numbers."""
        return Random(":".join(map(str, (self.seed, *what))))  # noqa: S311 (a simulation, no secret)

    def late_share(self, department: str) -> float:
        """How often this department misses a limit."""
        return min(0.9, self.rates.late * self.late_factors.get(department, 1.0))

    def shift_of(self, place: int, day: date) -> str | None:
        """The shift that the worker at a place of the staff has on a day: day, night or none."""
        shift = self._drawn_shift(place, day.toordinal())
        rests = shift == "day" and self._drawn_shift(place, day.toordinal() - 1) == "night"
        return None if rests else shift

    def _drawn_shift(self, place: int, ordinal: int) -> str | None:
        """The roster turns backwards by the width of its free days: a night leads to rest."""
        by_day, by_night = self.shift_shares
        turn = max(1, round(100 * (1 - by_day - by_night)))
        drawn = (place * 37 - ordinal * turn) % 100
        if drawn < 100 * by_day:
            return "day"
        return "night" if drawn >= 100 * (1 - by_night) else None

    def worker_at(self, cell: str, day: date, shift: str) -> Worker:
        """The worker on shift nearest to a cell: its owner, or a neighbour in the list of cells."""
        place, count = self.owners.get(cell, 0), len(self.staff)
        for step in range(100):
            if self.shift_of((place + step) % count, day) == shift:
                return self.staff[(place + step) % count]
        return self.staff[place]

    def department_of(self, category: Category, cell: Cell, rng: Random) -> str:
        """The department that handles a category in a cell, by the pack's routes."""
        zone_own = cell.zone if cell.zone in self.late_factors else None
        for route in self.routes:
            fits = not route.zones or cell.zone in route.zones
            if fits and (not route.classes or category.class_code in route.classes):
                target = zone_own if route.department == "zone" else route.department
                if target and rng.random() < route.share:
                    return target
        return category.department or zone_own or self.departments[0]


def build_world(city: City, seed: int, storm_days: frozenset[date] = frozenset()) -> World:
    """The tables of a pack; a few milliseconds."""
    dials = Dials(city.day)
    return World(
        city=city,
        seed=seed,
        storm_days=storm_days,
        dials=dials,
        rates=read_rates(dials),
        ways=_ways(city, dials),
        cells=Urn(city.cells, [max(cell.weight, 1e-6) for cell in city.cells]),
        categories=_categories(city, dials),
        by_code={category.code: category for category in city.categories},
        by_cell={cell.id: cell for cell in city.cells},
        priorities={
            code: word for word, codes in dials.get("priority", {}).items() for code in codes
        },
        shift_shares=(
            dials.number("shifts.day.share", DAY_SHARE),
            dials.number("shifts.night.share", NIGHT_SHARE),
        ),
        staff=city.workers,
        owners={worker.cell: place for place, worker in enumerate(city.workers)},
        routes=tuple(_route(raw) for raw in dials.get("routing", ())),
        departments=tuple(department.code for department in city.departments),
        late_factors={d.code: dials.number(f"departments.{d.code}", 1) for d in city.departments},
        roads=tuple(dials.get("roads", ())),
    )


def _ways(city: City, dials: Dials) -> Urn[Way]:
    ways = [_way(channel.code, dials) for channel in city.channels]
    return Urn(ways, [way.share for way in ways])


def _way(code: str, dials: Dials) -> Way:
    hours: Sequence[float] = dials.get(f"channels.{code}.hours", USUAL_HOURS)
    return Way(
        code=code,
        share=dials.number(f"channels.{code}.share", 0.2),
        hours=Urn(range(24), hours),
        found_on_spot=dials.number(f"channels.{code}.found_on_spot", 0.9 if code == "grid" else 0),
        slow=code in ("mailbox", "zhengmin"),
    )


def _categories(city: City, dials: Dials) -> Urn[Category]:
    other = dials.number("categories.other", 1)
    weights = [dials.number(f"categories.{c.code}", other) for c in city.categories]
    return Urn(city.categories, weights)


def _route(raw: Mapping[str, Any]) -> Route:
    return Route(
        zones=frozenset(raw.get("zones", ())),
        classes=frozenset(raw.get("classes", ())),
        department=str(raw["department"]),
        share=float(raw.get("share", 1)),
    )
