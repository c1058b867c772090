"""The same acts by columns, for engines whose users load a history so."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from bench.acts import CLOSED, DISPATCHED, HANDLED, REPORTED, Act
from bench.ground import Ground
from bench.history import Day

COLUMNS = Act._fields


def row_columns(acts: Sequence[Act]) -> dict[str, list[Any]]:
    """A batch turned on its side."""
    return {name: [act[place] for act in acts] for place, name in enumerate(COLUMNS)}


def day_columns(day: Day, ground: Ground) -> dict[str, list[Any]]:
    """The acts of one day of the history, by kind."""
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for kind in (REPORTED, DISPATCHED, HANDLED, CLOSED):
        times = day.times(kind)
        rows = np.flatnonzero(times).tolist()
        subjects = [day.subject(row) for row in rows]
        columns["id"] += [f"{subject}.{kind}" for subject in subjects]
        columns["kind"] += [kind] * len(rows)
        columns["subject"] += subjects
        columns["time"] += times[rows].tolist()
        for name, values in _told(day, ground, kind).items():
            columns[name] += values
    return columns


def _told(day: Day, ground: Ground, kind: int) -> dict[str, list[Any]]:
    """What a report says; nothing for any other act."""
    if kind != REPORTED:
        nothing = [None] * int(np.count_nonzero(day.times(kind)))
        return dict.fromkeys(("zone", "cell", "category", "due"), nothing)
    cells = day.cell.tolist()
    return {
        "zone": [ground.zone_of[cell] for cell in cells],
        "cell": [ground.cells[cell] for cell in cells],
        "category": [ground.categories[category] for category in day.category.tolist()],
        "due": day.due.tolist(),
    }
