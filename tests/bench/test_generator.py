"""The benchmark's city is the same every time and keeps what `bench.acts` promises of it."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from bench.acts import CLOSED, DAY, HANDLED, REOPENED, REPORTED, TODAY, Act
from bench.columns import day_columns, row_columns
from bench.ground import read_ground
from bench.history import CASES_A_DAY, history, make_day
from bench.stream import Batch, batches

GROUND = read_ground()
CASES = 12_000
SIZES = (1, 100, 1_000, 4_000)


@pytest.fixture(scope="module")
def stream() -> list[Batch]:
    return batches(CASES, GROUND, SIZES, morning=2_000)


def old_acts() -> list[Act]:
    return [act for day in history(CASES, GROUND) for act in day.acts(GROUND)]


def test_the_ground_has_the_zones_and_cells_of_the_pack() -> None:
    assert len(GROUND.cells) == 743
    assert len(set(GROUND.zone_of)) == 26
    assert len(GROUND.places) == 743 + 26


def test_a_history_and_a_stream_are_the_same_every_time(stream: list[Batch]) -> None:
    assert old_acts() == old_acts()
    assert batches(CASES, GROUND, SIZES, morning=2_000) == stream


def test_a_history_has_as_many_cases_as_asked_for_and_as_many_a_day() -> None:
    days = list(history(CASES, GROUND))
    assert [len(day.reported) for day in days] == [2_000, CASES_A_DAY, CASES_A_DAY]
    assert sum(len(day.reported) for day in days) == CASES


def test_a_day_of_the_past_is_the_same_however_long_the_history() -> None:
    short, long = make_day(CASES, 1, GROUND), make_day(1_000_000, 1, GROUND)
    assert np.array_equal(short.reported, long.reported)
    assert np.array_equal(short.closed, long.closed)


def test_about_one_case_in_fifty_is_never_closed() -> None:
    never = [np.mean(day.closed == 0) for day in history(100_000, GROUND)]
    assert 0.018 < np.mean(never) < 0.022


def test_everything_of_the_history_happened_before_today() -> None:
    assert max(act.time for act in old_acts()) < TODAY


def test_nothing_arrives_before_it_happened(stream: list[Batch]) -> None:
    assert all(act.time <= batch.as_of for batch in stream for act in batch.acts)
    assert all(one.as_of < other.as_of for one, other in pairwise(stream))
    assert stream[-1].as_of < TODAY + DAY


def test_some_acts_come_twice_and_some_days_late(stream: list[Batch]) -> None:
    acts = [act for batch in stream for act in batch.acts]
    twice = len(acts) - len({act.id for act in acts})
    late = sum(act.time < TODAY for act in {act.id: act for act in acts}.values())
    assert 0.01 < twice / len(acts) < 0.03
    assert 0.03 < late / len(acts) < 0.12
    assert min(act.time for act in acts) < TODAY - 100 * DAY


def test_an_id_always_means_the_same_act(stream: list[Batch]) -> None:
    acts = old_acts() + [act for batch in stream for act in batch.acts]
    assert len({act.id for act in acts}) == len(set(acts))


def test_the_last_act_of_each_kind_decides(stream: list[Batch]) -> None:
    """No handling on a case that has ended, whatever has arrived of it so far."""
    acts: dict[str, set[Act]] = {}
    for act in old_acts():
        acts.setdefault(act.subject, set()).add(act)
    for batch in stream:
        for act in batch.acts:
            acts.setdefault(act.subject, set()).add(act)
        for subject in {act.subject for act in batch.acts}:
            assert not handled_after_its_end(acts[subject])


def handled_after_its_end(acts: set[Act]) -> bool:
    ended = False
    for act in sorted(acts, key=lambda act: (act.time, act.kind)):
        if ended and act.kind == HANDLED:
            return True
        if act.kind in (CLOSED, REOPENED):
            ended = act.kind == CLOSED
    return False


def test_every_kind_of_lateness_occurs(stream: list[Batch]) -> None:
    acts = [act for batch in stream for act in batch.acts]
    kinds = Counter(act.kind for act in acts if act.subject.startswith("h"))
    assert kinds[CLOSED] > 20
    assert kinds[REOPENED] > 20
    arrived: set[str] = {act.subject for act in acts if act.kind == REPORTED}
    before_their_report = set()
    seen: set[str] = set()
    for act in acts:
        if act.kind == REPORTED:
            seen.add(act.subject)
        elif act.subject.startswith("t") and act.subject in arrived - seen:
            before_their_report.add(act.subject)
    assert before_their_report


def test_columns_say_what_the_acts_say() -> None:
    day = make_day(CASES, 2, GROUND)
    assert Counter(zip(*day_columns(day, GROUND).values(), strict=True)) == Counter(
        zip(*row_columns(day.acts(GROUND)).values(), strict=True)
    )
