"""What screens read: each answer in its shape, from a day small enough to count."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from pipelines import reads as r
from pipelines.engine import Engine
from pipelines.event import Event
from pipelines.metrics import load_metrics
from pipelines.reading import read_all
from pipelines.store import Cursor, Store
from tests.pipelines.desk import NOW, report, said
from tests.twin.town import tiny_city

CATALOGUE = load_metrics()


@pytest.fixture
def engine() -> Iterator[Engine]:
    store = Store(":memory:")
    yield Engine(store, tiny_city())
    store.close()


def answer(engine: Engine, read: r.Read, *events: Event) -> Any:
    engine.tick(events, NOW)
    return read_all(engine, CATALOGUE, engine.city, [read], NOW)[read]


def test_numbers_of_one_window_are_each_answered_under_their_own_read(engine: Engine) -> None:
    engine.tick([report(10, "new"), report(60 * 24 * 3, "old")], NOW)
    reads = [
        r.Numbers(keys=("reported",)),
        r.Numbers(keys=("reported", "open")),
        r.Numbers(keys=("reported",), window="last_7_days"),
        r.Numbers(keys=("reported",), by="category"),
    ]
    found = read_all(engine, CATALOGUE, engine.city, reads, NOW)
    assert [found[read]["reported"].value for read in reads] == [1, 1, 2, 1]
    assert set(found[reads[0]]) == {"reported"}
    assert [row.by for row in found[reads[3]]["reported"].rows] == ["urgent"]


def test_every_read_is_answered_in_an_empty_city(engine: Engine) -> None:
    kinds = (r.UsualDay, r.Waiting, r.FirstResponses, r.ClosingSplit, r.Points, r.OverduePins,
             r.Countdowns, r.Ticker, r.Workers, r.Standing, r.Alarms, r.Indicators,
             r.Registrations, r.Health)  # fmt: skip
    reads = [kind() for kind in kinds]
    found = read_all(engine, CATALOGUE, engine.city, reads, NOW)
    assert set(found) == set(reads)
    assert found[r.Registrations()] is None
    assert found[r.Standing()]["oldest_open_days"] is None
    assert len(found[r.UsualDay()]["hours"]) == 24


def test_countdowns_name_the_most_urgent_first_and_end_with_the_answer(engine: Engine) -> None:
    events = (report(5, "fresh"), report(20, "missed"), report(8, "met"),
              said("case.answered", 2, "met"))  # fmt: skip
    found = answer(engine, r.Countdowns(), *events)
    assert [(case["id"], case["state"]) for case in found] == [
        ("missed", "late"),
        ("fresh", "running"),
    ]
    assert found[1]["deadline"] == NOW + timedelta(minutes=10)


def test_a_pin_carries_the_limit_that_was_missed(engine: Engine) -> None:
    pins = answer(engine, r.OverduePins(), report(150, "late"), report(60, "in-time"))
    assert [(pin["id"], pin["limit_amount"], pin["limit_unit"]) for pin in pins] == [
        ("late", 2.0, "urgent_hours")
    ]
    assert pins[0]["late_by_s"] == 30 * 60


def test_the_split_of_closings_adds_up(engine: Engine) -> None:
    events = (report(150, "late"), report(100, "good"), report(90, "waits"),
              said("case.closed", 50, "good"),
              said("case.handled", 40, "waits", department="roads"))  # fmt: skip
    split = answer(engine, r.ClosingSplit(), *events)
    parts = ("closed_on_time", "closed_late", "awaiting_check", "open_overdue")
    assert [split[name] for name in parts] == [1, 0, 1, 1]
    assert split["due"] == 3


def test_the_ticker_tells_the_newest_act_first_and_who_did_it(engine: Engine) -> None:
    events = (report(30, "a"), said("case.dispatched", 0.5, "a", department="roads"))
    ticker = answer(engine, r.Ticker(limit=1), *events)
    assert [act["type"] for act in ticker["acts"]] == ["case.dispatched"]
    assert ticker["acts"][0]["who"] == {"dimension": "department", "code": "roads"}
    assert ticker["last_minute"] == 1


def test_the_newest_case_points_at_the_worker_sent_to_it(engine: Engine) -> None:
    events = (report(4, "a"), said("case.assigned", 3, "a", worker="w1"),
              said("worker.located", 1, "w1", lat=40.72, lon=-73.99))  # fmt: skip
    found = answer(engine, r.Points(), *events)
    assert found["points"][0]["age_s"] == 240
    assert found["newest"]["worker"] == "w1"
    assert found["newest"]["distance_m"] == pytest.approx(1112, abs=2)


def test_waiting_counts_acts_of_today_and_those_of_earlier_cases(engine: Engine) -> None:
    events = (report(10, "new"), report(60 * 24, "old"),
              said("case.dispatched", 5, "old", department="roads"))  # fmt: skip
    steps = answer(engine, r.Waiting(), *events)
    assert steps["intake"] == {"acts": 1, "waiting": 1, "earlier": 0}
    assert steps["dispatch"] == {"acts": 1, "waiting": 0, "earlier": 1}
    assert steps["urge"]["waiting"] == 1


def test_an_alarm_stands_until_it_is_cleared(engine: Engine) -> None:
    alarm = {"alarm": "flood", "severity": "critical", "text": "High water"}
    raised = said("alarm.raised", 9, "flood", **alarm)
    assert [one["key"] for one in answer(engine, r.Alarms(), raised)] == ["flood"]
    cleared = said("alarm.cleared", 1, "flood", alarm="flood")
    assert answer(engine, r.Alarms(), cleared) == []


def test_acts_of_today_count_whatever_the_age_of_their_case(engine: Engine) -> None:
    day = 60 * 24
    engine.tick(
        [
            report(9 * day, "rated-late"),
            said("case.closed", 8 * day, "rated-late"),
            report(6 * day, "cold"),
            said("case.closed", 5 * day, "cold"),
            report(50, "open"),
            report(40, "taken-back"),
        ],
        NOW,
    )
    undone = said("case.retracted", 30, "taken-back", event="taken-back/case.reported/40")
    engine.tick([said("case.rated", 20, "rated-late", satisfaction="satisfied"), undone], NOW)
    reads = [r.Waiting(), r.Ticker(limit=20)]
    ours = read_all(engine, CATALOGUE, engine.city, reads, NOW)
    assert [act["case"] for act in ours[reads[1]]["acts"]] == ["rated-late", "open"]
    assert ours[reads[0]]["evaluate"]["acts"] == 1


def test_a_tick_amid_a_reading_changes_nothing_of_it(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.tick([report(30, "open")], NOW - timedelta(minutes=30))
    ticks = [said("case.closed", 1, "open")]
    rows = Cursor.rows

    def rows_amid_ticks(cursor: Cursor, name: str, **parameters: object) -> list[Any]:
        if name == "queries/any_later" and ticks:
            engine.tick([ticks.pop()], NOW)
        return rows(cursor, name, **parameters)

    monkeypatch.setattr(Cursor, "rows", rows_amid_ticks)
    earlier = NOW - timedelta(minutes=10)
    found = read_all(engine, CATALOGUE, engine.city, [r.Numbers(keys=("open",))], earlier)
    assert not ticks
    assert found[r.Numbers(keys=("open",))]["open"].value == 1
