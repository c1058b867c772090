"""Every engine that the project's own environment holds gives the same, and the right, answers."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from bench.acts import (
    CLOSED,
    DAY,
    DISPATCHED,
    HANDLED,
    HOUR,
    MEASURES,
    REOPENED,
    REPORTED,
    TODAY,
    Act,
    Answer,
    as_array,
    difference,
)  # fmt: skip
from bench.engines import Engine, open_engine
from bench.ground import read_ground
from bench.history import history
from bench.peers import PEERS
from bench.stream import Batch, batches

GROUND = read_ground()
CASES = 2_000
HERE = ("citysense", "duckdb_recompute", "pandas_frame", "sqlite_tables")
DURABLE = [peer.name for peer in PEERS if peer.durable and peer.name in HERE]


def answers(engine: Engine, stream: Sequence[Batch]) -> Iterator[Answer]:
    for batch in stream:
        engine.tick(engine.prepare(batch.acts), batch.as_of)
        yield as_array(engine.answer(batch.as_of), GROUND)


@pytest.fixture(scope="module")
def stream() -> list[Batch]:
    return batches(CASES, GROUND, (1, 1, 50, 50, 400, 2_000), morning=1_500)


@pytest.fixture(scope="module")
def ours(stream: list[Batch], tmp_path_factory: pytest.TempPathFactory) -> list[Answer]:
    engine = open_engine("citysense", tmp_path_factory.mktemp("ours"), GROUND)
    engine.load(history(CASES, GROUND))
    found = list(answers(engine, stream))
    engine.close()
    return found


@pytest.mark.parametrize("name", HERE[1:])
def test_a_peer_answers_as_citysense_does_after_every_batch(
    name: str, stream: list[Batch], ours: list[Answer], tmp_path: Path
) -> None:
    engine = open_engine(name, tmp_path, GROUND)
    engine.load(history(CASES, GROUND))
    said = [
        difference(one, other) for one, other in zip(ours, answers(engine, stream), strict=True)
    ]
    engine.close()
    assert said == [None] * len(stream)


def test_the_stream_moves_every_measure(ours: list[Answer]) -> None:
    for place, measure in enumerate(MEASURES):
        assert np.nansum(ours[-1][:, place]) > 0, measure
        assert not np.array_equal(ours[0][:, place], ours[-1][:, place], equal_nan=True), measure


@pytest.mark.parametrize("name", DURABLE)
def test_what_is_durable_is_there_again_when_opened(name: str, tmp_path: Path) -> None:
    stream = batches(CASES, GROUND, (30,), morning=500)
    engine = open_engine(name, tmp_path, GROUND)
    last = list(answers(engine, stream))[-1]
    engine.close()
    again = open_engine(name, tmp_path, GROUND)
    found = as_array(again.answer(stream[-1].as_of), GROUND)
    again.close()
    assert difference(last, found) is None


def act(subject: str, kind: int, hours: float, name: str = "") -> Act:
    """An act of a case in the first cell, so many hours after today begins, its limit 4 h later."""
    time = TODAY + int(hours * HOUR)
    told = (GROUND.zone_of[0], GROUND.cells[0], GROUND.categories[0], time + 4 * HOUR)
    said = told if kind == REPORTED else ()
    return Act(f"{subject}.{kind}{name}", kind, subject, time, *said)


def told(engine: Engine, acts: Sequence[Act], hours: float) -> dict[str, float]:
    """What the engine says of the first cell."""
    engine.tick(engine.prepare(acts), TODAY + int(hours * HOUR))
    found = as_array(engine.answer(TODAY + int(hours * HOUR)), GROUND)
    values = found[GROUND.places["cell", GROUND.cells[0]]].tolist()
    return dict(zip(MEASURES, values, strict=True))


@pytest.fixture(params=HERE)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(request.param, tmp_path, GROUND)
    made.load(history(10, GROUND))
    yield made
    made.close()


def changed(engine: Engine, acts: Sequence[Act], hours: float) -> dict[str, float]:
    """What the acts add to the counts of the first cell; rate and quantile as they then are."""
    before = told(engine, [], hours)
    after = told(engine, acts, hours)
    counts = {name: after[name] - before[name] for name in MEASURES[:-2]}
    return {**counts, **{name: after[name] for name in MEASURES[-2:]}}


def test_a_case_closed_after_its_handling_was_on_time_is_on_time(engine: Engine) -> None:
    acts = [act("lamp", REPORTED, 1), act("lamp", HANDLED, 4), act("lamp", CLOSED, 6)]
    assert changed(engine, acts, 7) == {
        "reported": 1, "closed": 1, "closed_on_time": 1, "closed_late": 0, "open": 0,
        "open_overdue": 0, "on_time_closing_rate": 100, "handling_p90_h": pytest.approx(3),
    }  # fmt: skip


def test_time_alone_makes_an_open_case_overdue(engine: Engine) -> None:
    assert changed(engine, [act("lamp", REPORTED, 1)], 5)["open_overdue"] == 0
    assert changed(engine, [], 5.1)["open_overdue"] == 0
    later = told(engine, [], 5.1)
    assert later["open_overdue"] == 1
    assert later["on_time_closing_rate"] == 0


def test_the_same_act_twice_counts_once(engine: Engine) -> None:
    acts = [act("lamp", REPORTED, 1), act("lamp", CLOSED, 2)]
    once = told(engine, acts, 3)
    assert told(engine, acts, 3) == pytest.approx(once)
    assert told(engine, [acts[1], acts[0], acts[1]], 3) == pytest.approx(once)


def test_a_reopened_case_is_open_and_its_handling_undone(engine: Engine) -> None:
    acts = [act("lamp", REPORTED, 1), act("lamp", HANDLED, 2), act("lamp", CLOSED, 3)]
    found = changed(engine, [*acts, act("lamp", REOPENED, 4)], 4.5)
    assert (found["closed"], found["open"], found["reported"]) == (0, 1, 1)
    assert np.isnan(found["handling_p90_h"])
    again = [act("lamp", HANDLED, 6, "again"), act("lamp", CLOSED, 7, "again")]
    found = told(engine, again, 7)
    assert (found["closed"], found["closed_late"]) == (1, 1)
    assert found["handling_p90_h"] == pytest.approx(5)


def test_acts_that_come_before_their_report_count_once_it_comes(engine: Engine) -> None:
    early = [act("lamp", DISPATCHED, 2), act("lamp", CLOSED, 3)]
    assert changed(engine, early, 4)["reported"] == 0
    found = told(engine, [act("lamp", REPORTED, 1)], 4)
    assert (found["reported"], found["closed_on_time"]) == (1, 1)
    assert found["handling_p90_h"] == pytest.approx(2)


def test_a_case_of_months_ago_is_open_today_but_not_reported_today(engine: Engine) -> None:
    old = act("old", REPORTED, -90 * DAY / HOUR)
    found = changed(engine, [old], 1)
    assert (found["reported"], found["open"], found["open_overdue"]) == (0, 1, 1)
    assert changed(engine, [act("old", CLOSED, -80 * DAY / HOUR)], 1)["open"] == -1
