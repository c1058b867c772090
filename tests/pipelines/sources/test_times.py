"""Local times without a zone, where a clock shows them twice or never."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.times import Moment, read_time
from tests.twin.changes import CHANGES, Change, around, city_of

MIDNIGHT = time(0)


def read(text: str, zone: str, after: datetime | None = None) -> Moment:
    return read_time(text, text, ("iso",), ZoneInfo(zone), after)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@given(st.data(), st.sampled_from(CHANGES))
def test_a_written_instant_is_read_back_by_a_row_whose_report_is_not_later(
    data: st.DataObject, change: Change
) -> None:
    city = city_of(change, MIDNIGHT)
    instant = data.draw(around(change.instant, city))
    written = city.local(instant).replace(tzinfo=None).isoformat()
    assert read(written, change.zone, after=instant) == Moment(instant=instant)


@given(st.data(), st.sampled_from(CHANGES))
def test_without_a_report_the_earliest_instant_that_shows_the_time_is_taken(
    data: st.DataObject, change: Change
) -> None:
    city = city_of(change, MIDNIGHT)
    instant = data.draw(around(change.instant, city))
    written = city.local(instant).replace(tzinfo=None)
    found = read(written.isoformat(), change.zone)
    assert not found.shifted
    assert found.instant <= instant
    assert city.local(found.instant).replace(tzinfo=None) == written


@pytest.mark.parametrize(
    ("zone", "written", "instant"),
    [
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30"),
        ("Europe/Berlin", "2024-03-31T02:00", "2024-03-31T01:00"),
        ("Australia/Lord_Howe", "2024-10-06T02:15", "2024-10-05T15:45"),
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00"),
        ("America/Asuncion", "2017-10-01T00:00", "2017-10-01T04:00"),
    ],
)
def test_a_time_that_clocks_skip_is_moved_on_by_the_gap(
    zone: str, written: str, instant: str
) -> None:
    assert read(written, zone) == Moment(instant=utc(instant), shifted=True)


@pytest.mark.parametrize(
    ("zone", "written", "instant"),
    [
        ("America/New_York", "2026-03-08T03:00", "2026-03-08T07:00"),
        ("Australia/Lord_Howe", "2024-10-06T02:30", "2024-10-05T15:30"),
        ("Australia/Lord_Howe", "2024-04-07T01:45", "2024-04-06T14:45"),
        ("Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00"),
        ("Asia/Kathmandu", "2024-02-29T00:00", "2024-02-28T18:15"),
        ("America/St_Johns", "2024-03-10T12:00", "2024-03-10T14:30"),
    ],
)
def test_a_time_that_clocks_show_is_read_as_it_stands(
    zone: str, written: str, instant: str
) -> None:
    assert read(written, zone) == Moment(instant=utc(instant))
