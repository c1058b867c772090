"""Working time, counted by hand on a paper calendar."""

from datetime import timedelta

import pytest

from pipelines.citytypes import Limit
from tests.twin import clocks
from tests.twin.telling import CITY, local


def end(start: str, amount: float, unit: str) -> object:
    return clocks.limit_end(local(start), Limit(amount=amount, unit=unit), CITY)


def test_three_working_days_from_friday_16_end_wednesday_16() -> None:
    assert end("03-13 16:00", 3, "working_days") == local("03-18 16:00")


def test_a_limit_used_up_at_noon_ends_at_noon_and_not_after_lunch() -> None:
    assert end("03-16 08:00", 4, "working_hours") == local("03-16 12:00")
    assert end("03-16 14:00", 4, "working_hours") == local("03-16 18:00")


def test_a_limit_that_outlasts_the_morning_goes_on_after_lunch() -> None:
    assert end("03-16 11:00", 2, "working_hours") == local("03-16 15:00")


def test_a_limit_begun_at_night_starts_in_the_morning() -> None:
    assert end("03-13 20:00", 1, "working_hours") == local("03-16 09:00")


def test_the_holiday_does_not_work_and_the_make_up_sunday_does() -> None:
    assert end("03-09 17:00", 2, "working_hours") == local("03-11 09:00")
    assert end("03-06 17:00", 2, "working_hours") == local("03-08 09:00")


def test_the_sunday_of_the_lost_hour_has_23_hours_of_a_working_day() -> None:
    assert end("03-06 12:00", 1.5, "working_days") == local("03-09 01:00")


def test_urgent_hours_and_calendar_days_run_through_nights_and_sundays() -> None:
    assert end("03-14 23:00", 2, "urgent_hours") == local("03-15 01:00")
    assert end("03-13 16:00", 3, "calendar_days") == local("03-16 16:00")


@pytest.mark.parametrize(
    ("start", "finish", "hours"),
    [
        ("03-16 12:00", "03-16 14:00", 0),
        ("03-16 11:30", "03-16 14:15", 0.75),
        ("03-13 17:00", "03-16 09:00", 2),
        ("03-16 09:00", "03-13 17:00", 0),
    ],
)
def test_what_runs_between_two_instants(start: str, finish: str, hours: float) -> None:
    used = clocks.used(local(start), local(finish), "working_hours", CITY)
    assert used == timedelta(hours=hours)
