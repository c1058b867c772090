"""Unusual days over HTTP: hours repeated and skipped, days from noon, the leap day, Apia's gap."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from pipelines.city import City
from pipelines.event import format_instant
from tests.dashboards.api.room import Room, act, make_room, reported
from tests.pipelines.importing_twin import (
    MemorySink,
    small_profile,
    small_row,
    take_in,
    write_csv,
)
from tests.twin.town import tiny_city

Rooms = Callable[[City], Room]
QUARTER = timedelta(minutes=15)


@pytest.fixture
def rooms() -> Iterator[Rooms]:
    """Rooms of any city, each put away at the end."""
    made: list[Room] = []

    def of(city: City) -> Room:
        made.append(make_room(city))
        return made[-1]

    yield of
    for room in made:
        room.app.store.close()


def filled(room: Room, start: str, end: str, **data: Any) -> Room:
    """A report each quarter of an hour between two instants."""
    first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
    times = [first + n * QUARTER for n in range((last - first) // QUARTER)]
    answer = room.post([reported(n, format_instant(at), **data) for n, at in enumerate(times)])
    assert answer.json["accepted"] == len(times)
    return room


def metric(room: Room, key: str = "reported", **words: str) -> Any:
    query = "&".join(f"{name}={quote(word)}" for name, word in words.items())
    answer = room.get(f"/metrics?keys={key}&{query}")
    assert answer.status_code == 200, answer.json
    return answer.json["metrics"][0]


def rows(found: Any) -> dict[str, float]:
    return {row["by"]: row["value"] for row in found["rows"]}


def test_the_november_day_of_boston_has_25_hours_that_sum_to_the_whole(rooms: Rooms) -> None:
    room = filled(rooms(tiny_city()), "2015-10-31T00:00Z", "2015-11-03T00:00Z")
    day = {"from": "2015-11-01", "to": "2015-11-02"}
    found = metric(room, **day, by="hour", compare="previous")
    assert (len(found["rows"]), found["value"], found["previous"]) == (25, 100, 96)
    assert set(rows(found).values()) == {4}
    assert rows(metric(room, **day, by="day")) == {"2015-11-01": 100}
    again = metric(room, **day, hour="2015-11-01T06:00:00Z", compare="none")
    assert again["value"] == 4
    listed = room.get("/cases?limit=1000&hour=2015-11-01T06:00:00Z").json["cases"]
    assert {case["reported_at"][:13] for case in listed} == {"2015-11-01T06"}
    assert len(listed) == 4


def test_each_instant_of_the_repeated_hour_gives_what_was_true_then(rooms: Rooms) -> None:
    room = filled(rooms(tiny_city()), "2015-11-01T04:00Z", "2015-11-02T05:00Z")
    day = {"from": "2015-11-01", "to": "2015-11-02", "compare": "none"}
    for as_of, known in (
        ("2015-11-01T00:00:00-04:00", 1),
        ("2015-11-01T01:30:00-04:00", 7),
        ("2015-11-01T01:30:00-05:00", 11),
        ("2015-11-01T03:29:59-04:00", 14),
        ("2015-11-02T00:00:00-05:00", 100),
    ):
        assert metric(room, **day, as_of=as_of)["value"] == known


def test_the_march_day_of_boston_has_23_hours(rooms: Rooms) -> None:
    room = filled(rooms(tiny_city()), "2026-03-08T00:00Z", "2026-03-10T00:00Z")
    found = metric(room, **{"from": "2026-03-08", "to": "2026-03-09"}, by="hour")
    assert (len(found["rows"]), found["value"]) == (23, 92)
    skipped = "2026-03-08T02:30:00-05:00"
    assert metric(room, **{"from": skipped, "to": "2026-03-09"})["value"] == 82


def test_lord_howe_changes_its_clocks_by_half_an_hour(rooms: Rooms) -> None:
    room = filled(rooms(tiny_city("Australia/Lord_Howe")), "2024-04-06T00:00Z", "2024-04-08T00:00Z")
    day = {"from": "2024-04-07", "to": "2024-04-08"}
    found = metric(room, **day, by="hour")
    assert (found["value"], sum(rows(found).values()), len(found["rows"])) == (98, 98, 25)
    assert rows(found)["2024-04-06T15:00:00Z"] == 2
    assert metric(room, **day, hour="2024-04-06T15:00:00Z")["value"] == 2


def test_a_day_from_noon_to_noon_holds_the_night_between(rooms: Rooms) -> None:
    room = filled(rooms(tiny_city(day_start=time(12))), "2015-10-30T00:00Z", "2015-11-03T00:00Z")
    found = metric(room, **{"from": "2015-10-31", "to": "2015-11-02"}, by="day")
    assert rows(found) == {"2015-10-31": 100, "2015-11-01": 96}
    room.clock.now = datetime.fromisoformat("2015-11-01T11:45-05:00")
    answer = room.get("/metrics?keys=reported&compare=none").json
    assert (answer["from"], answer["to"]) == ("2015-10-31T16:00:00Z", "2015-11-01T17:00:00Z")


def test_the_leap_day_is_compared_with_the_day_before_and_with_the_28th(rooms: Rooms) -> None:
    city = tiny_city("Asia/Shanghai")
    room = filled(rooms(city), "2024-02-27T16:00Z", "2024-03-01T16:00Z")
    extra = [reported(1000 + n, f"2023-02-{27 + n}T16:00:00Z") for n in range(2)]
    room.post(extra)
    for day, after in (("2024-02-29", "2024-03-01"), ("2024-02-28", "2024-02-29")):
        found = metric(room, **{"from": day, "to": after})
        assert (found["value"], found["year_ago"]) == (96, 1)
    months = metric(room, **{"from": "2024-02-01", "to": "2024-03-01"}, by="month")
    assert (rows(months), months["year_ago"]) == ({"2024-02": 192}, 1)
    march = metric(room, **{"from": "2024-03-01", "to": "2024-03-02"}, by="day")
    assert (rows(march), march["previous"]) == ({"2024-03-01": 96}, 96)


def test_the_day_that_apia_skipped_is_empty_and_no_row(rooms: Rooms) -> None:
    room = filled(rooms(tiny_city("Pacific/Apia")), "2011-12-29T10:00Z", "2011-12-31T10:00Z")
    assert metric(room, **{"from": "2011-12-30", "to": "2011-12-31"})["value"] == 0
    found = metric(room, **{"from": "2011-12-29", "to": "2012-01-01"}, by="day")
    assert rows(found) == {"2011-12-29": 96, "2011-12-31": 96}
    assert metric(room, **{"from": "2011-12-31", "to": "2012-01-01"})["previous"] == 96


def test_a_limit_over_the_repeated_hour_is_kept_to_its_last_instant(rooms: Rooms) -> None:
    room = rooms(tiny_city())
    room.post([reported(1, "2015-11-01T04:30:00Z", category="urgent")])
    room.post([act(1, "closed", "2015-11-01T06:30:00Z")])
    shown = room.get("/cases/case-1").json
    assert shown["due_at"] == "2015-11-01T06:30:00Z"
    found = metric(room, "on_time_closing_rate", **{"from": "2015-11-01", "to": "2015-11-02"})
    assert (found["numerator"], found["denominator"]) == (1, 1)


def test_a_case_file_of_local_times_lands_in_the_hours_its_clocks_showed(
    rooms: Rooms, tmp_path: Path
) -> None:
    written = [
        small_row(1, opened="2015-11-01 01:50", closed="2015-11-01 01:20"),
        small_row(2, opened="2015-11-01 01:20", closed="2015-11-01 01:50"),
        small_row(3, opened="2026-03-08 02:30"),
    ]
    sink = MemorySink()
    take_in(write_csv(tmp_path / "cases.csv", written), small_profile(), sink)
    room = rooms(tiny_city())
    room.post([event.as_cloudevent() for event in sink.log.values()])
    day = {"from": "2015-11-01", "to": "2015-11-02", "by": "hour"}
    assert rows(metric(room, **day)) == {"2015-11-01T05:00:00Z": 2}
    assert rows(metric(room, "closings", **day)) == {
        "2015-11-01T05:00:00Z": 1,
        "2015-11-01T06:00:00Z": 1,
    }
    spring = {"from": "2026-03-08", "to": "2026-03-09", "by": "hour"}
    assert rows(metric(room, **spring)) == {"2026-03-08T07:00:00Z": 1}
