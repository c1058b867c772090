"""Who is proposed for a place, and that ten thousand workers do not slow it down."""

import random
import time
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipelines.casework.nearest import Nearby, OnShift

NOW = datetime(2026, 7, 15, 2, 30, tzinfo=UTC)
METRE = 1 / 111_195


def worker(
    name: str, metres: float, *, age_min: float = 1, load: int = 0, cell: str = ""
) -> OnShift:
    return OnShift(
        worker=name,
        cell=cell or f"cell of {name}",
        lat=39 + metres * METRE,
        lon=117.7,
        located_at=NOW - timedelta(minutes=age_min),
        load=load,
    )


def names(workers: list[OnShift], cell: str | None = None, limit: int = 5) -> list[str]:
    return [p.worker for p in Nearby(workers, NOW).propose(39, 117.7, cell, limit=limit)]


def test_the_nearest_is_proposed_first() -> None:
    assert names([worker("wang", 300), worker("li", 100), worker("zhao", 200)]) == [
        "li", "zhao", "wang",
    ]  # fmt: skip


def test_equal_distance_is_decided_by_load_and_then_by_the_owner_of_the_cell() -> None:
    crowd = [
        worker("wang", 100, load=2, cell="C"),
        worker("li", 100, load=1),
        worker("zhao", 100, load=1, cell="C"),
    ]
    assert names(crowd, "C") == ["zhao", "li", "wang"]


def test_a_position_older_than_ten_minutes_is_none() -> None:
    old = [worker("li", 10, age_min=10.1), worker("zhao", 500, age_min=10)]
    assert names(old) == ["zhao"]


def test_the_owner_of_the_cell_is_the_last_resort_when_nobody_knows_where_he_is() -> None:
    lost = OnShift(worker="owner", cell="C")
    last = Nearby([lost, worker("li", 900)], NOW).propose(39, 117.7, "C")[-1]
    assert (last.worker, last.distance_m, last.owns_cell) == ("owner", None, True)


def test_who_was_asked_already_is_not_asked_again() -> None:
    crowd = Nearby([worker("li", 100), worker("zhao", 200)], NOW)
    assert [p.worker for p in crowd.propose(39, 117.7, but=["li"], limit=1)] == ["zhao"]


def test_a_proposal_shows_distance_age_and_load() -> None:
    (found,) = Nearby([worker("li", 250, age_min=2, load=3)], NOW).propose(39, 117.7)
    assert (found.distance_m, found.position_age_s, found.load) == (250, 120, 3)


def test_nobody_on_shift_gives_no_proposal() -> None:
    assert names([]) == []


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 3)), max_size=30))
def test_the_quick_choice_is_the_head_of_the_slow_full_sort(crowd: list[tuple[int, int]]) -> None:
    workers = [
        worker(f"w{n:02d}", metres, load=load, cell="C" if n % 3 == 0 else "")
        for n, (metres, load) in enumerate(crowd)
    ]
    slow = sorted(
        zip(crowd, workers, strict=True),
        key=lambda pair: (pair[0][0], pair[0][1], pair[1].cell != "C", pair[1].worker),
    )
    assert names(workers, "C") == [w.worker for _, w in slow][:5]


def test_a_flood_of_cases_against_ten_thousand_workers_takes_milliseconds_each() -> None:
    rng = random.Random(743)
    crowd = [
        OnShift(
            worker=f"{n:05d}",
            cell=f"{n % 743}",
            lat=38.6 + rng.random() * 0.7,
            lon=117.2 + rng.random() * 0.8,
            located_at=NOW,
        )
        for n in range(10_000)
    ]
    began = time.perf_counter()
    nearby = Nearby(crowd, NOW)
    for n in range(200):
        assert len(nearby.propose(38.6 + n / 300, 117.6, f"{n}")) == 5
    assert (time.perf_counter() - began) / 200 < 0.05
