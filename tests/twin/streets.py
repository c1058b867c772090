"""Calls at the hotline and workers in their cells, as they stand at an instant."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt

from pipelines.city import City
from pipelines.event import Event
from pipelines.fields import parse_instant
from tests.twin.acts import order
from tests.twin.moment import Moment

CALL_KEYS = ("calls", "calls_answered_15s_rate", "calls_connected_rate")
WORKER_KEYS = ("workers_on_shift", "cells_covered_rate", "reach_15min_rate")
EARTH_KM = 6371.0
DETOUR = 1.4
REACH_HOURS = 0.25
FRESH = timedelta(minutes=10)
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A cell, or a worker in his cell: whether it counts, and where it lies."""

    held: bool
    cell: str | None
    zone: str | None

    def dimension(self, name: str) -> str | None:
        return {"cell": self.cell, "zone": self.zone}.get(name)


def answered(call: Event) -> bool:
    """Somebody took the call."""
    return call.data.get("answered_at") is not None


def answered_soon(call: Event) -> bool:
    """Taken within 15 seconds of queueing."""
    if not answered(call):
        return False
    waited = parse_instant(call.data["answered_at"]) - parse_instant(call.data["queued_at"])
    return waited <= timedelta(seconds=15)


def kilometres(one: Point, other: Point) -> float:
    """Great-circle distance between two (lat, lon)."""
    (lat1, lon1), (lat2, lon2) = one, other
    north = sin(radians(lat2 - lat1) / 2) ** 2
    east = sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(north + cos(radians(lat1)) * cos(radians(lat2)) * east))


def last_of_each(events: Iterable[Event], kind: str) -> dict[str, Event]:
    """The last event of a type for each subject."""
    last: dict[str, Event] = {}
    for event in sorted((event for event in events if event.type == kind), key=order):
        last[event.subject] = event
    return last


class Streets:
    """Inbound calls, and workers on shift with the cell and the point each of them is at."""

    def __init__(self, events: Sequence[Event], moment: Moment) -> None:
        self.city: City = moment.city
        ended = last_of_each(events, "call.ended").values()
        self.calls = [call for call in ended if (call.data.get("direction") or "in") == "in"]
        shifts = last_of_each(events, "worker.shift")
        self.cell_of = {
            worker: shift.data["cell"]
            for worker, shift in shifts.items()
            if shift.data["state"] == "on"
        }
        self._located = last_of_each(events, "worker.located")
        self._oldest = moment.as_of - FRESH

    def places(self, key: str, filters: Mapping[str, Sequence[str]]) -> list[Place]:
        """Workers for `workers_on_shift`, else the pack's cells, that the filters let through."""
        zones: dict[str | None, str] = defaultdict(str)
        zones.update({cell.id: cell.zone for cell in self.city.cells})
        if key == "workers_on_shift":
            cells = [(cell, True) for cell in self.cell_of.values()]
        elif key == "cells_covered_rate":
            covered = set(self.cell_of.values())
            cells = [(cell.id, cell.id in covered) for cell in self.city.cells]
        else:
            cells = [(cell.id, self._reached(cell.centre)) for cell in self.city.cells]
        places = [Place(held=held, cell=cell, zone=zones[cell] or None) for cell, held in cells]
        return [
            place
            for place in places
            if all(place.dimension(name) in words for name, words in filters.items() if words)
        ]

    def _reached(self, centre: Point) -> bool:
        reach = self.city.worker_speed_kmh * REACH_HOURS
        points = [self._point(worker) for worker in self.cell_of]
        return any(point and kilometres(point, centre) * DETOUR <= reach for point in points)

    def _point(self, worker: str) -> Point | None:
        located = self._located.get(worker)
        if located and located.time >= self._oldest:
            return located.data["lat"], located.data["lon"]
        for cell in self.city.cells:
            if cell.id == self.cell_of[worker]:
                return cell.centre
        return None
