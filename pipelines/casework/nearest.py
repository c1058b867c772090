"""Who is asked to go: workers on shift by distance, then by open load, then the owner of the cell.

The positions of all workers lie in arrays, so that a flood of cases against ten thousand workers
costs well under a millisecond a case. A worker whose last position is older than ten minutes is
nowhere; only the owner of the cell is still proposed then, last and without a distance.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

FRESH = timedelta(minutes=10)
ASK_NEXT_AFTER = timedelta(minutes=3)
"""If the one who was asked does not accept within this time, the next is asked."""
EARTH_M = 6_371_008.8


@dataclass(frozen=True, slots=True, kw_only=True)
class OnShift:
    """A worker on shift: the cell he owns, his last position and when it was, his open cases."""

    worker: str
    cell: str
    lat: float | None = None
    lon: float | None = None
    located_at: datetime | None = None
    load: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One worker for one place; distance in whole metres and age of the position in seconds."""

    worker: str
    distance_m: int | None
    position_age_s: int | None
    load: int
    owns_cell: bool


class Nearby:
    """The workers on shift at one instant, ready to be asked about any number of places."""

    def __init__(self, workers: Iterable[OnShift], now: datetime) -> None:
        everyone = sorted(workers, key=lambda worker: worker.worker)
        self._now = now
        self._owners = {worker.cell: worker for worker in everyone}
        self._fresh = [worker for worker in everyone if _is_fresh(worker, now)]
        self._lats = np.radians([worker.lat or 0.0 for worker in self._fresh], dtype=float)
        self._lons = np.radians([worker.lon or 0.0 for worker in self._fresh], dtype=float)
        self._cos_lats = np.cos(self._lats)
        self._loads = np.array([worker.load for worker in self._fresh], dtype=int)
        self._cells = np.array([worker.cell for worker in self._fresh], dtype=object)

    def propose(
        self,
        lat: float,
        lon: float,
        cell: str | None = None,
        *,
        limit: int = 5,
        but: Sequence[str] = (),
    ) -> list[Proposal]:
        """The best `limit` workers for a place; `but` names those who were asked already."""
        metres = np.rint(self._metres(lat, lon)).astype(int)
        order = self._order(metres, cell, limit + len(but))
        found = [self._proposal(place, int(metres[place]), cell) for place in order]
        owner = self._owners.get(cell) if cell is not None else None
        if owner and not _is_fresh(owner, self._now):
            found.append(_unlocated(owner))
        return [proposal for proposal in found if proposal.worker not in but][:limit]

    def _metres(self, lat: float, lon: float) -> NDArray[np.float64]:
        """Great-circle distances, by the haversine."""
        here, along = np.radians(lat), np.radians(lon)
        half = np.sin((self._lats - here) / 2) ** 2
        half += np.cos(here) * self._cos_lats * np.sin((self._lons - along) / 2) ** 2
        return np.asarray(2 * EARTH_M * np.arcsin(np.sqrt(half)))

    def _order(self, metres: NDArray[Any], cell: str | None, wanted: int) -> list[int]:
        """The places of the nearest, with everyone who ties with the last of them."""
        if len(metres) > wanted:
            farthest = np.partition(metres, wanted - 1)[wanted - 1]
            candidates = np.flatnonzero(metres <= farthest)
        else:
            candidates = np.arange(len(metres))
        foreign = self._cells[candidates] != cell
        keys = (candidates, foreign, self._loads[candidates], metres[candidates])
        return [int(place) for place in candidates[np.lexsort(keys)]]

    def _proposal(self, place: int, metres: int, cell: str | None) -> Proposal:
        worker = self._fresh[place]
        age = self._now - (worker.located_at or self._now)
        return Proposal(
            worker=worker.worker,
            distance_m=metres,
            position_age_s=int(age.total_seconds()),
            load=worker.load,
            owns_cell=worker.cell == cell,
        )


def _is_fresh(worker: OnShift, now: datetime) -> bool:
    located = worker.lat is not None and worker.lon is not None and worker.located_at is not None
    return located and worker.located_at is not None and now - worker.located_at <= FRESH


def _unlocated(owner: OnShift) -> Proposal:
    return Proposal(
        worker=owner.worker,
        distance_m=None,
        position_age_s=None,
        load=owner.load,
        owns_cell=True,
    )
