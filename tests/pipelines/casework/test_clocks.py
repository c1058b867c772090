"""Working time against a twin that walks minute by minute and cannot be wrong."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.casework.clocks import ALWAYS_RUNNING, UNITS, add_limit, used, work_spans

MINUTE = timedelta(minutes=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Limit:
    amount: float
    unit: str


@dataclass(frozen=True, slots=True)
class Town:
    timezone: ZoneInfo = SHANGHAI
    working_hours: tuple[tuple[time, time], ...] = (
        (time(8), time(12)),
        (time(14), time(18)),
    )
    calendar: dict[date, bool] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        return self.calendar.get(day, day.weekday() < 5)

    def at(self, text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=self.timezone).astimezone(UTC)


BINHAI = Town(calendar={date(2026, 10, 1): False, date(2026, 10, 10): True})
BOSTON = Town(
    timezone=ZoneInfo("America/New_York"),
    calendar={date(2026, 3, 8): True, date(2026, 11, 1): True},
)

KATHMANDU = Town(timezone=ZoneInfo("Asia/Kathmandu"), calendar={date(2026, 10, 10): True})
LORD_HOWE = Town(
    timezone=ZoneInfo("Australia/Lord_Howe"),
    working_hours=((time(0), time(1)), (time(2), time(12))),
    calendar={date(2026, 4, 5): True, date(2026, 10, 4): True},
)


def runs(town: Town, instant: datetime, unit: str) -> bool:
    local = instant.astimezone(town.timezone)
    if unit in ALWAYS_RUNNING:
        return True
    if not town.is_workday(local.date()):
        return False
    return unit == "working_days" or any(a <= local.time() < b for a, b in town.working_hours)


def walked_used(start: datetime, end: datetime, unit: str, town: Town) -> timedelta:
    total, at = timedelta(), start
    while at < end:
        total += MINUTE if runs(town, at, unit) else timedelta()
        at += MINUTE
    return total


def walked_limit(start: datetime, limit: Limit, town: Town) -> datetime:
    left, at = limit.amount * UNITS[limit.unit], start
    while left > timedelta():
        left -= MINUTE if runs(town, at, limit.unit) else timedelta()
        at += MINUTE
    return at


starts = st.one_of(
    st.integers(0, 12 * 24 * 60).map(lambda n: datetime(2026, 3, 30, tzinfo=UTC) + n * MINUTE),
    st.integers(0, 12 * 24 * 60).map(lambda n: datetime(2026, 3, 3, tzinfo=UTC) + n * MINUTE),
    st.integers(0, 12 * 24 * 60).map(lambda n: datetime(2026, 10, 27, tzinfo=UTC) + n * MINUTE),
    st.integers(0, 12 * 24 * 60).map(lambda n: datetime(2026, 9, 29, tzinfo=UTC) + n * MINUTE),
)
towns = st.sampled_from([BINHAI, BOSTON, KATHMANDU, LORD_HOWE])


@settings(max_examples=60, deadline=None)
@given(starts, st.sampled_from(sorted(UNITS)), st.integers(0, 24 * 4), towns)
def test_a_limit_ends_where_the_minute_walker_stops(
    start: datetime, unit: str, quarters: int, town: Town
) -> None:
    amount = quarters / 4 if unit.endswith("hours") else quarters / 24
    limit = Limit(amount, unit)
    assert add_limit(start, limit, town) == walked_limit(start, limit, town)


@settings(max_examples=60, deadline=None)
@given(starts, st.integers(0, 9 * 24 * 60), st.sampled_from(sorted(UNITS)), towns)
def test_used_time_is_what_the_minute_walker_counts(
    start: datetime, minutes: int, unit: str, town: Town
) -> None:
    end = start + minutes * MINUTE
    assert used(start, end, unit, town) == walked_used(start, end, unit, town)


@settings(max_examples=100, deadline=None)
@given(starts, st.integers(1, 2_000), st.sampled_from(sorted(UNITS)), towns)
def test_what_a_limit_adds_is_what_it_uses(
    start: datetime, tenths: int, unit: str, town: Town
) -> None:
    limit = Limit(tenths / 10, unit)
    taken = used(start, add_limit(start, limit, town), unit, town)
    assert taken == limit.amount * UNITS[unit]


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        ("2026-07-10T16:00", Limit(3, "working_days"), "2026-07-15T16:00"),
        ("2026-07-10T10:00", Limit(2, "working_hours"), "2026-07-10T12:00"),
        ("2026-07-10T12:30", Limit(4, "working_hours"), "2026-07-10T18:00"),
        ("2026-07-10T17:00", Limit(2, "working_hours"), "2026-07-13T09:00"),
        ("2026-07-11T23:00", Limit(2, "urgent_hours"), "2026-07-12T01:00"),
        ("2026-07-10T16:00", Limit(3, "calendar_days"), "2026-07-13T16:00"),
        ("2026-09-30T16:00", Limit(1, "working_days"), "2026-10-02T16:00"),
        ("2026-10-09T16:00", Limit(1, "working_days"), "2026-10-10T16:00"),
        ("2026-07-10T23:00", Limit(0, "working_hours"), "2026-07-10T23:00"),
    ],
)
def test_a_limit_ends_at_the_earliest_instant_it_is_used_up(
    start: str, limit: Limit, end: str
) -> None:
    assert add_limit(BINHAI.at(start), limit, BINHAI) == BINHAI.at(end)


def test_a_working_day_that_loses_an_hour_to_summer_time_is_an_hour_shorter() -> None:
    start = BOSTON.at("2026-03-08T00:00")
    assert used(start, BOSTON.at("2026-03-09T00:00"), "working_days", BOSTON) == timedelta(hours=23)


def test_a_working_day_that_gains_an_hour_is_an_hour_longer() -> None:
    start = BOSTON.at("2026-11-01T00:00")
    assert used(start, BOSTON.at("2026-11-02T00:00"), "working_days", BOSTON) == timedelta(hours=25)
    assert add_limit(start, Limit(1, "working_days"), BOSTON) == BOSTON.at("2026-11-01T23:00")


def test_working_hours_run_on_from_where_clocks_skip_their_beginning() -> None:
    watch = Town(
        timezone=BOSTON.timezone,
        working_hours=((time(2, 15), time(2, 45)), (time(2, 50), time(3, 30))),
        calendar=BOSTON.calendar,
    )
    assert work_spans(watch, date(2026, 3, 8), date(2026, 3, 8))["working_hours"] == [
        (watch.at("2026-03-08T03:00"), watch.at("2026-03-08T03:30"))
    ]


def test_a_workday_that_a_zone_skips_does_not_run_on_the_day_after_it() -> None:
    apia = Town(timezone=ZoneInfo("Pacific/Apia"))
    thursday = apia.at("2011-12-29T17:00")
    assert add_limit(thursday, Limit(2, "working_hours"), apia) == apia.at("2012-01-02T09:00")
    assert add_limit(thursday, Limit(1, "working_days"), apia) == apia.at("2012-01-02T17:00")


def test_a_limit_that_runs_over_a_leap_day_and_a_new_year_counts_their_days() -> None:
    assert add_limit(BINHAI.at("2024-02-28T10:00"), Limit(2, "working_days"), BINHAI) == BINHAI.at(
        "2024-03-01T10:00"
    )
    assert add_limit(BINHAI.at("2025-12-31T17:00"), Limit(2, "working_hours"), BINHAI) == BINHAI.at(
        "2026-01-01T09:00"
    )


def test_a_span_over_midnight_belongs_to_the_day_it_begins_on() -> None:
    night = Town(working_hours=((time(20), time(4)),))
    start, end = night.at("2026-07-11T00:00"), night.at("2026-07-13T00:00")
    assert used(start, end, "working_hours", night) == timedelta(hours=4)


def test_the_table_of_spans_gives_the_same_time_as_the_clock() -> None:
    start, end = BINHAI.at("2026-09-28T09:10"), BINHAI.at("2026-10-12T15:20")
    for unit, spans in work_spans(BINHAI, date(2026, 9, 28), date(2026, 10, 12)).items():
        cut = [(max(a, start), min(b, end)) for a, b in spans]
        assert sum((b - a for a, b in cut if b > a), timedelta()) == used(start, end, unit, BINHAI)


def test_a_calendar_without_workdays_is_refused_with_a_sentence() -> None:
    class Idle(Town):
        def is_workday(self, day: date) -> bool:
            return False

    with pytest.raises(ValueError, match="no working time"):
        add_limit(BINHAI.at("2026-07-10T10:00"), Limit(1, "working_days"), Idle())
