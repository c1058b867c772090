"""The health of the data: what each source gives and withholds, on a day small enough to count."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipelines import reads as r
from pipelines.catalogue import load_metrics
from pipelines.citytypes import Channel
from pipelines.engine import Engine
from pipelines.event import Event, Refused
from pipelines.health import label, quiet
from pipelines.reading import read_all
from pipelines.refusals import Tallies, write_refusals
from pipelines.store import Store
from tests.twin.town import tiny_city

CATALOGUE = load_metrics()
NOW = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
DAY_S = 86_400.0


@pytest.fixture
def engine() -> Iterator[Engine]:
    store = Store(":memory:")
    yield Engine(store, tiny_city())
    store.close()


def said(source: str, kind: str, ago: float, subject: str, **data: Any) -> Event:
    when = NOW - timedelta(minutes=ago)
    name = f"{subject}/{kind}/{ago}"
    return Event(source=source, id=name, type=kind, time=when, subject=subject, data=data)


def report(source: str, ago: float, subject: str, **data: Any) -> Event:
    where = {"channel": "hotline", "category": "urgent", "lat": 40.71, "lon": -73.99}
    return said(source, "case.reported", ago, subject, **where | data)


def health(engine: Engine) -> dict[str, Any]:
    found: dict[str, Any] = read_all(engine, CATALOGUE, engine.city, [r.Health()], NOW)[r.Health()]
    return found


def source(engine: Engine, name: str) -> dict[str, Any]:
    return next(one for one in health(engine)["sources"] if one["source"] == name)


def test_a_source_shows_what_it_gives_since_when_and_how_late(engine: Engine) -> None:
    engine.tick([report("desk", 60 * 24 * 9, "old"), report("desk", 3, "new")], NOW)
    engine.tick([said("desk", "call.ringing", 1, "k", line="1"), report("grid", 2, "g")], NOW)
    found = source(engine, "desk")
    assert (found["events"], found["today"], found["kinds"]) == (3, 2, ["call", "case"])
    assert found["first_at"] == NOW - timedelta(days=9)
    assert found["last_at"] == NOW - timedelta(minutes=1)
    assert (found["lag_s"], found["delay_p50_s"]) == (60, 120)


def test_the_delay_is_of_the_last_hour_where_it_has_events(engine: Engine) -> None:
    engine.tick([report("desk", 300, "a"), report("desk", 300, "b")], NOW)
    assert source(engine, "desk")["delay_p50_s"] == 18_000
    engine.tick([report("desk", 2, "c")], NOW)
    assert source(engine, "desk")["delay_p50_s"] == 120


def test_cases_of_two_sources_are_joined_for_both(engine: Engine) -> None:
    engine.tick([report("hotline", 9, "a"), report("hotline", 8, "b")], NOW)
    engine.tick([said("works", "case.dispatched", 5, "a", department="roads")], NOW)
    found = health(engine)
    shared = {one["source"]: (one["cases"], one["joined"]) for one in found["sources"]}
    assert shared == {"hotline": (2, 1), "works": (1, 1)}
    assert found["together"] == {"cases": 2, "joined": 1}


def test_refusals_stand_with_their_source_also_where_it_gave_nothing(engine: Engine) -> None:
    engine.tick([report("desk", 9, "a")], NOW)
    made = Tallies()
    wrong = Refused(reason="data.lat: 91 lies outside -90 to 90", id="e7", source="desk")
    made.refused([wrong, wrong, Refused(reason="id: missing", source="ghost")])
    write_refusals(engine.store, engine.city, made, NOW)
    desk, ghost = source(engine, "desk"), source(engine, "ghost")
    assert (desk["refused"], desk["refused_today"], ghost["refused"]) == (2, 2, 1)
    assert desk["reasons"] == [
        {
            "reason": "data.lat: lies outside -90 to 90",
            "count": 2,
            "today": 2,
            "last_at": NOW,
            "id": "e7",
            "example": "data.lat: 91 lies outside -90 to 90",
        }
    ]
    assert (ghost["events"], ghost["last_at"], ghost["quiet"]) == (0, None, False)


def test_refusals_of_other_days_are_not_of_today(engine: Engine) -> None:
    made = Tallies()
    made.refused([Refused(reason="id: missing", source="desk")])
    write_refusals(engine.store, engine.city, made, NOW - timedelta(days=1))
    found = source(engine, "desk")
    assert (found["refused"], found["refused_today"]) == (1, 0)


def test_codes_the_pack_does_not_know_are_counted_in_all_six_dimensions(engine: Engine) -> None:
    odd = {"channel": "fax", "category": "moon", "zone": "mars", "cell": "c9"}
    engine.tick([report("desk", 9, f"odd{n}", **odd) for n in range(2)], NOW)
    engine.tick([report("desk", 8, "good", zone="south", cell="c1")], NOW)
    sent = {"department": "nobody", "worker": "w77"}
    engine.tick([said("desk", "case.dispatched", 5, "odd0", **sent)], NOW)
    engine.tick([said("desk", "case.dispatched", 5, "good", department="roads", worker="w1")], NOW)
    found = health(engine)
    codes = [(code["dimension"], code["code"], code["count"]) for code in found["unknown_codes"]]
    assert codes == [
        ("category", "moon", 2),
        ("cell", "c9", 2),
        ("channel", "fax", 2),
        ("zone", "mars", 2),
        ("department", "nobody", 1),
        ("worker", "w77", 1),
    ]
    assert found["unknown_codes"][0]["last_at"] == NOW - timedelta(minutes=9)
    assert found["unknown_in_all"] == 6


def test_a_pack_without_workers_calls_no_worker_unknown() -> None:
    store = Store(":memory:")
    engine = Engine(store, tiny_city(workers=()))
    sent = {"department": "nobody", "worker": "w77"}
    engine.tick([report("d", 9, "a"), said("d", "case.dispatched", 5, "a", **sent)], NOW)
    assert [code["code"] for code in health(engine)["unknown_codes"]] == ["nobody"]
    store.close()


@pytest.mark.parametrize(
    ("lag_s", "today", "silent"),
    [
        (None, 0, False),
        (600, 10_000, False),
        (1_000, 10_000, True),
        (3_000, 24, False),
        (11_000, 24, True),
        (DAY_S - 1, 0, False),
        (DAY_S + 1, 0, True),
        (8 * DAY_S, 0, False),
    ],
)
def test_a_source_is_quiet_against_its_own_rhythm(
    lag_s: float | None, today: int, silent: bool
) -> None:
    assert quiet({"lag_s": lag_s, "today": today}, DAY_S) is silent


def test_a_system_is_called_by_the_pack_its_channel_or_its_profile() -> None:
    named = {"sources": {"works": {"zh": "市政", "en": "Works"}, "odd": "no table"}}
    words = {("channel", "zh"): {"fax": "传真"}, ("channel", "en"): {"fax": "Telefax"}}
    fax = (Channel(code="fax", name="传真", name_en="Telefax"),)
    city = tiny_city(settings=named, names=words, channels=fax)
    assert label(city, "works") == {"zh": "市政", "en": "Works"}
    assert label(city, "simulated/fax") == {"zh": "传真", "en": "Telefax"}
    assert label(city, "boston") == {"zh": "Boston", "en": "Boston"}
    assert (label(city, "odd"), label(city, "stranger")) == (None, None)
    assert label(tiny_city(settings={"sources": "no table"}), "stranger") is None


def test_checks_are_read_as_health_is(engine: Engine) -> None:
    engine.tick([report("desk", 9, "far", lat=0.0)], NOW)
    found = read_all(engine, CATALOGUE, engine.city, [r.Checks()], NOW)[r.Checks()]
    assert {check["name"]: check["bad_rows"] for check in found}["case_outside_the_city"] == 1
