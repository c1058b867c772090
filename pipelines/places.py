"""Where workers walk: positions as trails, and who of them is sent to the newest case."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from math import asin, cos, radians, sin, sqrt
from typing import Any

TRAIL = timedelta(minutes=2)
EARTH_M = 6_371_008.8


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Metres along the great circle between two places in degrees."""
    up, across = radians(other_lat - lat) / 2, radians(other_lon - lon) / 2
    chord = sin(up) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(across) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(chord)))


def trails(positions: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Positions ordered by worker and time → one worker each, with the last two minutes' trail."""
    workers = []
    for worker, group in groupby(positions, key=lambda row: row["worker"]):
        steps = list(group)
        last = steps[-1]
        trail = [[s["lat"], s["lon"]] for s in steps if s["time"] >= last["time"] - TRAIL]
        workers.append(
            {"id": worker, "lat": last["lat"], "lon": last["lon"], "at": last["time"],
             "state": last["state"] or "on", "cell": last["cell"], "trail": trail}
        )  # fmt: skip
    return workers


def nearest_worker(
    points: Sequence[Mapping[str, Any]], workers: Sequence[Mapping[str, Any]]
) -> dict[str, Any] | None:
    """The newest case whose worker's position is known, and how far he is from it."""
    known = {worker["id"]: worker for worker in workers}
    for point in points:
        worker = known.get(point["worker"])
        if worker:
            away = distance_m(point["lat"], point["lon"], worker["lat"], worker["lon"])
            kept = ("id", "lat", "lon", "category", "reported_at", "worker")
            return {name: point[name] for name in kept} | {
                "worker_lat": worker["lat"], "worker_lon": worker["lon"], "distance_m": away,
            }  # fmt: skip
    return None
