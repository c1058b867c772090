"""The second command measures the engine that was loaded and compares it with exact quantiles."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from bench import reads
from bench.acts import CLOSED, DAY, HANDLED, HOUR, REOPENED, REPORTED, TODAY
from bench.engines.citysense import Citysense, instant
from bench.exact import exact_quantiles
from bench.ground import read_ground
from bench.history import history
from bench.stream import batches

GROUND = read_ground()
CASES = 1_500


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    engine = Citysense(tmp_path_factory.mktemp("reads"), GROUND)
    found = reads.measure(engine, CASES, often=2, seldom=1, progress=lambda said: None)
    engine.close()
    return found


def test_every_read_is_timed(measured: Mapping[str, Any]) -> None:
    for name in reads.queries(TODAY):
        assert 0 < measured[name]["p50_ms"] <= measured[name]["p99_ms"]


def test_quantiles_are_compared_with_exact_ones_and_near_them(measured: Mapping[str, Any]) -> None:
    off = {name: value for name, value in measured.items() if name.endswith("% off")}
    assert len(off) == 4
    assert all(0 <= value <= 2 for value in off.values()), off


def test_every_event_of_the_log_is_rebuilt_and_verified(measured: Mapping[str, Any]) -> None:
    old = sum(len(day.acts(GROUND)) for day in history(CASES, GROUND))
    ids = {
        act.id for batch in batches(CASES, GROUND, reads.BATCHES) for act in batch.acts
        if not act.id.endswith((".0", ".1", ".2", ".3")) or act.subject.startswith("t")
    }  # fmt: skip
    assert measured["events in the log"] == old + len(ids)
    assert measured["verify, differences"] == 0


def hours_of_today() -> dict[str, list[float]]:
    """Handling hours of today's cases by cell, folded by hand from all acts, one by one."""
    acts = {act for batch in batches(CASES, GROUND, (500,)) for act in batch.acts}
    cases: dict[str, dict[int, int]] = {}
    cells = {act.subject: act.cell for act in acts if act.kind == REPORTED and act.time >= TODAY}
    for act in acts:
        times = cases.setdefault(act.subject, {})
        times[act.kind] = max(act.time, times.get(act.kind, 0))
    found: dict[str, list[float]] = {}
    for subject, cell in cells.items():
        times = cases[subject]
        since = times.get(REOPENED, 0)
        ends = [times[kind] for kind in (HANDLED, CLOSED) if times.get(kind, 0) > since]
        if ends:
            found.setdefault(cell or "", []).append((ends[0] - times[REPORTED]) / HOUR)
    return found


def test_exact_quantiles_are_those_of_the_hours_themselves() -> None:
    exact = exact_quantiles(CASES, GROUND, (500,))
    wanted = {cell: np.quantile(hours, 0.9) for cell, hours in hours_of_today().items()}
    assert len(wanted) > 500
    assert exact("cell", instant(TODAY), instant(TODAY + DAY), 0.9) == pytest.approx(wanted)
