"""The period before and a year ago: by hand on a calendar, and what must hold for any window."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.city import City
from pipelines.periods import previous_of, year_before
from tests.twin.changes import CHANGES, DAY, DAY_STARTS, Change, around, city_of
from tests.twin.town import tiny_city

BOSTON, BINHAI = tiny_city("America/New_York"), tiny_city("Asia/Shanghai")
NOON = tiny_city("America/New_York", time(12))
APIA = tiny_city("Pacific/Apia")
HOUR = timedelta(hours=1)


def days(city: City, first: str, last: str, now: str = "", fold: int = 0) -> list[datetime]:
    """Window of dates and the instant asked at, by default its end."""
    start, end = (city.day_bounds(date.fromisoformat(day))[0] for day in (first, last))
    return [start, end, city.instant(datetime.fromisoformat(now), fold) if now else end]


@pytest.mark.parametrize(
    ("city", "window", "before"),
    [
        (BINHAI, ("2024-02-29", "2024-03-01"), ("2024-02-28", "2024-02-29")),
        (BINHAI, ("2024-03-01", "2024-03-02"), ("2024-02-29", "2024-03-01")),
        (BINHAI, ("2024-03-01", "2024-04-01"), ("2024-02-01", "2024-03-01")),
        (BINHAI, ("2024-02-01", "2024-03-01"), ("2024-01-01", "2024-02-01")),
        (BINHAI, ("2024-01-01", "2024-04-01"), ("2023-10-01", "2024-01-01")),
        (BINHAI, ("2024-02-26", "2024-03-04"), ("2024-02-19", "2024-02-26")),
        (BINHAI, ("2025-01-01", "2026-01-01"), ("2024-01-01", "2025-01-01")),
        (BOSTON, ("2015-11-01", "2015-11-02"), ("2015-10-31", "2015-11-01")),
        (BOSTON, ("2015-11-02", "2015-11-03"), ("2015-11-01", "2015-11-02")),
        (BOSTON, ("2026-03-08", "2026-03-09"), ("2026-03-07", "2026-03-08")),
        (BOSTON, ("2015-11-01", "2015-12-01"), ("2015-10-01", "2015-11-01")),
        (NOON, ("2015-11-01", "2015-11-02"), ("2015-10-31", "2015-11-01")),
        (NOON, ("2015-11-01", "2015-12-01"), ("2015-10-01", "2015-11-01")),
        (APIA, ("2011-12-31", "2012-01-01"), ("2011-12-29", "2011-12-30")),
        (APIA, ("2012-01-02", "2012-01-09"), ("2011-12-26", "2012-01-02")),
        (APIA, ("2012-01-01", "2012-02-01"), ("2011-12-01", "2012-01-01")),
    ],
)
def test_days_are_compared_with_days_and_whole_months_with_months(
    city: City, window: tuple[str, str], before: tuple[str, str]
) -> None:
    assert list(previous_of(city, *days(city, *window))) == days(city, *before)


@pytest.mark.parametrize(
    ("window", "before"),
    [
        (("2024-02-29", "2024-03-01"), ("2023-02-28", "2023-03-01")),
        (("2024-02-28", "2024-02-29"), ("2023-02-28", "2023-03-01")),
        (("2024-02-01", "2024-03-01"), ("2023-02-01", "2023-03-01")),
        (("2025-02-01", "2025-03-01"), ("2024-02-01", "2024-03-01")),
        (("2025-02-28", "2025-03-01"), ("2024-02-28", "2024-02-29")),
        (("2025-03-01", "2025-03-02"), ("2024-03-01", "2024-03-02")),
        (("2024-12-31", "2025-01-01"), ("2023-12-31", "2024-01-01")),
    ],
)
def test_a_year_ago_is_the_same_dates_and_the_leap_day_the_28th(
    window: tuple[str, str], before: tuple[str, str]
) -> None:
    moved = year_before(BINHAI, *days(BINHAI, *window))
    assert list(moved[:2]) == days(BINHAI, *before)[:2]


@pytest.mark.parametrize(
    ("now", "fold", "then"),
    [
        ("2015-11-01T09:40", 0, "2015-10-31T09:40"),
        ("2015-11-01T01:30", 0, "2015-10-31T01:30"),
        ("2015-11-01T01:30", 1, "2015-10-31T01:30"),
        ("2015-11-01T00:00", 0, "2015-10-31T00:00"),
    ],
)
def test_today_until_now_is_compared_with_yesterday_until_the_same_time_of_day(
    now: str, fold: int, then: str
) -> None:
    asked = days(BOSTON, "2015-11-01", "2015-11-02", now, fold)
    assert list(previous_of(BOSTON, *asked)) == days(BOSTON, "2015-10-31", "2015-11-01", then)


def test_an_instant_moved_into_the_skipped_hour_is_as_far_into_that_day() -> None:
    _, _, then = previous_of(BOSTON, *days(BOSTON, "2026-03-09", "2026-03-10", "2026-03-09T02:30"))
    assert then - BOSTON.day_bounds(date(2026, 3, 8))[0] == 2.5 * HOUR


def test_the_second_of_a_repeated_hour_is_compared_with_the_first() -> None:
    first, second = (BOSTON.instant(datetime(2015, 11, 1, 1), fold) for fold in (0, 1))
    end = second + HOUR
    assert previous_of(BOSTON, second, end, end) == (first, second, second)


def test_a_window_that_crosses_a_change_of_clocks_is_as_long_a_year_ago() -> None:
    first, second = (BOSTON.instant(datetime(2015, 11, 1, 1, 50), fold) for fold in (0, 1))
    then = datetime(2014, 11, 1, 5, 50, tzinfo=UTC)
    end = second - HOUR / 2
    assert year_before(BOSTON, first, end, end) == (then, then + HOUR / 2, then + HOUR / 2)


def test_a_day_that_is_over_is_compared_with_a_day_that_is_over() -> None:
    asked = days(BINHAI, "2024-02-28", "2024-02-29", "2024-02-29T10:00")
    assert list(year_before(BINHAI, *asked)) == days(BINHAI, "2023-02-28", "2023-03-01")


def test_the_month_that_begins_with_a_skipped_midnight_is_a_whole_one() -> None:
    asuncion = tiny_city("America/Asuncion")
    asked = days(asuncion, "2017-10-01", "2017-11-01")
    assert list(previous_of(asuncion, *asked)) == days(asuncion, "2017-09-01", "2017-10-01")


def test_before_the_first_day_of_the_calendar_there_is_nothing() -> None:
    start = datetime(1, 6, 1, tzinfo=UTC)
    end = datetime(2026, 1, 1, tzinfo=UTC)
    for shift in (previous_of, year_before):
        before, until, _ = shift(BINHAI, start, end, end)
        assert before == until


@given(st.data(), st.sampled_from(CHANGES), st.sampled_from(DAY_STARTS))
def test_a_part_of_a_day_is_compared_with_as_long_a_part_that_ends_where_it_begins(
    data: st.DataObject, change: Change, day_start: time
) -> None:
    city = city_of(change, day_start)
    when = around(change.instant, city)
    start, as_of = data.draw(when), data.draw(when)
    end = start + data.draw(st.integers(1, 23 * 60)) * timedelta(minutes=1)
    before, until, then = previous_of(city, start, end, as_of)
    if {start, end} <= {bound for n in range(-4, 5) for bound in bounds(city, change, n)}:
        assert until == start
        return
    assert (before, until, as_of - then) == (start - (end - start), start, end - start)


def bounds(city: City, change: Change, n: int) -> tuple[datetime, datetime]:
    return city.day_bounds(change.instant.astimezone(city.timezone).date() + n * DAY)


@given(st.data(), st.sampled_from(CHANGES), st.sampled_from(DAY_STARTS))
def test_no_comparison_is_with_nothing_nor_of_a_part_with_a_whole(
    data: st.DataObject, change: Change, day_start: time
) -> None:
    city = city_of(change, day_start)
    first = data.draw(st.integers(-3, 3))
    last = first + data.draw(st.integers(0, 9))
    start, end = bounds(city, change, first)[0], bounds(city, change, last)[1]
    as_of = end + data.draw(st.integers(0, 5000)) * timedelta(minutes=1)
    for shift in (previous_of, year_before):
        before, until, then = shift(city, start, end, as_of)
        assert (until > before) == (end > start)
        assert until <= start
        assert then >= until
