"""Hours, days, limits and instants where clocks change: the engine against the slow twin."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.casefile import CaseQuery, find_cases
from pipelines.city import City
from pipelines.engine import Engine
from pipelines.metrics import Query, evaluate, load_metrics
from pipelines.store import Store
from pipelines.usual import usual_day
from tests.pipelines.test_engine import differences, fill
from tests.twin.changes import (
    CHANGES,
    DAY,
    DAY_STARTS,
    MICROSECOND,
    Change,
    act,
    asked,
    city_of,
    every_quarter,
    lives,
)
from tests.twin.indicators import Ledger
from tests.twin.labels import of_instant
from tests.twin.streams import in_batches
from tests.twin.town import tiny_city

Engines = Callable[[City], Engine]
CATALOGUE = load_metrics()
LAST = datetime.fromisoformat("2027-01-01T00:00:00Z")


@pytest.fixture(scope="module")
def engines() -> Iterator[Engines]:
    """One engine a city, made when it is first asked for."""
    made: dict[str, Engine] = {}

    def of(city: City) -> Engine:
        if city.digest not in made:
            made[city.digest] = Engine(Store(":memory:"), city)
        return made[city.digest]

    yield of
    for engine in made.values():
        engine.store.close()


changes, day_starts = st.sampled_from(CHANGES), st.sampled_from(DAY_STARTS)


@given(st.data(), changes, day_starts)
@settings(max_examples=25)
def test_every_number_by_hour_day_week_and_month_is_the_twins(
    engines: Engines, data: st.DataObject, change: Change, day_start: time
) -> None:
    city = city_of(change, day_start)
    engine, stream = engines(city), data.draw(lives(change.instant, city))
    fill(engine, stream)
    question = data.draw(asked(change.instant, city))
    assert differences(engine, stream, question) == []


@given(st.data(), changes, st.booleans())
@settings(max_examples=25)
def test_every_limit_ends_when_the_twin_says(
    engines: Engines, data: st.DataObject, change: Change, night: bool
) -> None:
    city = city_of(change, time(0), night)
    engine, stream = engines(city), data.draw(lives(change.instant, city))
    fill(engine, stream)
    assert dues(engine) == {
        case.id: case.due_at for case in Ledger(stream.received, city, as_of=LAST).cases
    }


def dues(engine: Engine) -> dict[str, datetime | None]:
    found, _ = find_cases(engine, CaseQuery(as_of=LAST))
    return {case["id"]: case["due_at"] for case in found}


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_every_quarter_of_an_hour_of_three_days_lies_in_the_twins_row(
    engines: Engines, change: Change
) -> None:
    start, end = change.instant - 1.5 * DAY, change.instant + 1.5 * DAY
    stream = every_quarter(start, end)
    for day_start in DAY_STARTS:
        engine = engines(city_of(change, day_start))
        fill(engine, stream)
        for by in ("hour", "day", "week", "month"):
            twins = Counter(of_instant(one.time, by, engine.city) for one, _ in stream.received)
            assert rows(engine, start, end, by) == twins
        day = engine.city.day_of(change.instant)
        assert set(rows(engine, *engine.city.day_bounds(day), "day")) <= {day.isoformat()}


def rows(engine: Engine, start: datetime, end: datetime, by: str | None) -> dict[str, float]:
    query = Query(keys=("reported",), start=start, end=end, as_of=LAST, by=by)
    [found] = evaluate(engine, CATALOGUE, query)
    if by is None:
        return {"whole": found.value or 0}
    return {str(row.by): row.value or 0 for row in found.rows}


def hours_of(engines: Engines, zone: str, day: str, **city: time) -> dict[str, float]:
    """The rows by hour of a day with a report each quarter of an hour."""
    engine = engines(tiny_city(zone, **city))
    start, end = engine.city.day_bounds(date.fromisoformat(day))
    fill(engine, every_quarter(start, end))
    return rows(engine, start, end, "hour")


def test_the_repeated_hour_of_boston_is_an_hour_of_its_own(engines: Engines) -> None:
    counted = hours_of(engines, "America/New_York", "2015-11-01")
    assert (len(counted), set(counted.values())) == (25, {4})
    assert {"2015-11-01T05:00:00Z", "2015-11-01T06:00:00Z"} <= set(counted)


def test_the_skipped_hour_of_berlin_has_no_row(engines: Engines) -> None:
    counted = hours_of(engines, "Europe/Berlin", "2024-03-31")
    assert (len(counted), set(counted.values())) == (23, {4})


def test_half_an_hour_that_lord_howe_repeats_begins_when_clocks_are_set_back(
    engines: Engines,
) -> None:
    counted = hours_of(engines, "Australia/Lord_Howe", "2024-04-07")
    assert (len(counted), sum(counted.values())) == (25, 98)
    assert {at: n for at, n in counted.items() if n != 4} == {"2024-04-06T15:00:00Z": 2}


def test_half_an_hour_that_lord_howe_skips_leaves_an_hour_of_thirty_minutes(
    engines: Engines,
) -> None:
    counted = hours_of(engines, "Australia/Lord_Howe", "2024-10-06")
    assert (len(counted), sum(counted.values())) == (24, 94)
    assert {at: n for at, n in counted.items() if n != 4} == {"2024-10-05T15:30:00Z": 2}


def test_hours_of_kathmandu_begin_at_a_quarter_past_the_hour_of_utc(engines: Engines) -> None:
    counted = hours_of(engines, "Asia/Kathmandu", "2024-02-29")
    assert len(counted) == 24
    assert all(at.endswith(":15:00Z") for at in counted)


def test_a_day_that_begins_at_half_past_eight_begins_amid_an_hour(engines: Engines) -> None:
    counted = hours_of(engines, "Asia/Shanghai", "2024-02-29", day_start=time(8, 30))
    assert {at: n for at, n in counted.items() if n != 4} == {
        "2024-02-29T00:00:00Z": 2,
        "2024-03-01T00:00:00Z": 2,
    }


def days_of(engines: Engines, zone: str, start: str, end: str, **city: time) -> dict[str, float]:
    """The rows by day between two instants with a report each quarter of an hour."""
    engine = engines(tiny_city(zone, **city))
    instants = datetime.fromisoformat(f"{start}Z"), datetime.fromisoformat(f"{end}Z")
    fill(engine, every_quarter(*instants))
    return rows(engine, *instants, "day")


def test_the_day_that_apia_skipped_has_no_row(engines: Engines) -> None:
    counted = days_of(engines, "Pacific/Apia", "2011-12-29T10:00", "2011-12-31T10:00")
    assert counted == {"2011-12-29": 96, "2011-12-31": 96}


def test_from_noon_to_noon_the_day_before_the_skipped_one_reaches_into_the_day_after_it(
    engines: Engines,
) -> None:
    noon = days_of(
        engines, "Pacific/Apia", "2011-12-29T22:00", "2011-12-31T22:00", day_start=time(12)
    )
    assert noon == {"2011-12-29": 96, "2011-12-31": 96}


def test_a_day_that_has_begun_is_not_the_day_before_when_clocks_go_back_over_midnight(
    engines: Engines,
) -> None:
    counted = days_of(engines, "America/St_Johns", "2010-11-07T02:30", "2010-11-08T03:30")
    assert counted == {"2010-11-07": 100}


def test_the_second_of_two_day_starts_begins_no_day(engines: Engines) -> None:
    counted = days_of(
        engines, "America/New_York", "2015-11-01T05:30", "2015-11-02T06:30", day_start=time(1, 30)
    )
    assert counted == {"2015-11-01": 100}


def test_the_leap_day_is_a_row_of_its_own_in_february(engines: Engines) -> None:
    assert days_of(engines, "Asia/Shanghai", "2024-02-28T16:00", "2024-02-29T16:30") == {
        "2024-02-29": 96,
        "2024-03-01": 2,
    }


def test_an_instant_in_the_repeated_hour_knows_only_what_had_happened(engines: Engines) -> None:
    engine = engines(tiny_city("America/New_York"))
    start, end = engine.city.day_bounds(date(2015, 11, 1))
    fill(engine, every_quarter(start, end))
    for fold, known in ((0, 7), (1, 11)):
        as_of = engine.city.instant(datetime(2015, 11, 1, 1, 30), fold)
        query = Query(keys=("reported",), start=start, end=end, as_of=as_of)
        assert evaluate(engine, CATALOGUE, query)[0].value == known


def test_a_case_is_overdue_from_the_instant_after_its_limit_in_the_repeated_hour(
    engines: Engines,
) -> None:
    engine = engines(tiny_city("America/New_York"))
    reported = engine.city.instant(datetime(2015, 11, 1, 0, 30))
    due = engine.city.instant(datetime(2015, 11, 1, 1, 30), fold=1)
    said = {"channel": "hotline", "category": "urgent"}
    fill(engine, in_batches([act(1, "case.reported", reported, **said)], []))
    assert dues(engine) == {"case-1": due}
    for as_of, overdue in ((due, 0), (due + MICROSECOND, 1)):
        query = Query(keys=("open_overdue",), start=reported, end=LAST, as_of=as_of)
        assert evaluate(engine, CATALOGUE, query)[0].value == overdue


def test_the_usual_day_knows_the_hour_on_the_clock_after_a_skipped_one() -> None:
    city = tiny_city("America/New_York")
    half_past_ten = city.instant(datetime(2026, 3, 8, 10, 30))
    day = usual_day(lambda *_, **__: [], city, date(2026, 3, 8), half_past_ten)
    assert day["now_hour"] == 10.5
    assert next(hour["hour"] for hour in day["hours"] if hour["reported"] is None) == 11
