"""Questions over HTTP: windows in the city's days, filters, and a sentence for what is misspelt."""

from typing import Any

import pytest

from tests.dashboards.api.room import Room, act, reported


def ask(room: Room, query: str) -> Any:
    answer = room.get(f"/metrics?{query}")
    assert answer.status_code == 200, answer.json
    return answer.json


def value(room: Room, query: str) -> object:
    return ask(room, f"keys=reported&compare=none&{query}")["metrics"][0]["value"]


def test_the_default_window_is_the_citys_today(room: Room) -> None:
    answer = ask(room, "keys=reported")
    assert (answer["from"], answer["to"]) == ("2026-07-14T16:00:00Z", "2026-07-15T16:00:00Z")
    assert (answer["city"], answer["as_of"]) == ("binhai", "2026-07-15T01:00:00Z")


def test_a_date_begins_at_the_citys_midnight(room: Room) -> None:
    room.post([reported(1, "2026-07-13T16:00:00Z"), reported(2, "2026-07-14T15:59:59Z")])
    assert value(room, "from=2026-07-14&to=2026-07-15") == 2
    assert value(room, "from=2026-07-14&to=2026-07-14T08:00:00%2B08:00") == 1
    assert value(room, "from=2026-07-14&to=2026-07-14T08:00:00+08:00") == 1
    assert value(room, "from=2026-07-14&to=2026-07-14T08:00+08:00") == 1


def test_filters_take_lists_and_an_empty_one_is_absent(room: Room) -> None:
    room.post([reported(1), reported(2, channel="app"), reported(3, channel="radio")])
    assert value(room, "channel=app,radio") == 2
    assert value(room, "channel=") == 3
    assert value(room, "channel=none") == 0


def test_rows_name_what_they_are_of(room: Room) -> None:
    room.post([reported(1), reported(2, channel="app")])
    [metric] = ask(room, "keys=reported&by=channel")["metrics"]
    assert {row["by"]: row["value"] for row in metric["rows"]} == {"12345": 1, "app": 1}


def test_a_past_instant_gives_what_was_true_then(room: Room) -> None:
    room.post([reported(1), act(1, "closed", "2026-07-15T00:58:00Z")])
    query = "keys=open&compare=none"
    assert ask(room, query)["metrics"][0]["value"] == 0
    earlier = ask(room, f"{query}&as_of=2026-07-15T00:55:00Z")
    assert earlier["metrics"][0]["value"] == 1


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("zoen=1", "zoen"),
        ("keys=happiness", "happiness"),
        ("from=yesterday", "from"),
        ("from=2026-07-15T08:00:00", "from"),
        ("from=2026-02-30", "from"),
        ("by=colour", "by"),
        ("compare=last_week", "compare"),
        ("zone=a&zone=b", "zone"),
        ("from=2026-07-15&to=2026-07-14", "to"),
    ],
)
def test_what_is_misspelt_is_said_in_a_sentence(room: Room, query: str, named: str) -> None:
    answer = room.get(f"/metrics?{query}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json["detail"].startswith(named) or named in answer.json["detail"]


def test_an_address_that_does_not_exist_is_a_problem_too(room: Room) -> None:
    lost, wrong = room.get("/nothing"), room.http.delete("/api/v1/metrics")
    assert (lost.status_code, lost.mimetype) == (404, "application/problem+json")
    assert (wrong.status_code, wrong.mimetype) == (405, "application/problem+json")


def test_the_catalogue_says_every_metric_in_both_languages(room: Room) -> None:
    metrics = room.get("/catalogue").json["metrics"]
    assert len({metric["key"] for metric in metrics}) == len(metrics)
    assert all(metric["title"]["zh"] and metric["title"]["en"] for metric in metrics)


def test_the_snapshot_is_the_frame_that_screens_get(room: Room) -> None:
    frame = room.get("/snapshot").json
    assert (frame["full"], frame["as_of"]) == (True, "2026-07-15T01:00:00.000Z")
    assert "loop" in frame["panels"]
