"""The door for events: who may come in, in which form, and what is said about each of them."""

import io
import json

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from pipelines.city import City
from tests.dashboards.api.room import Room, act, make_room, reported, ticking

ONE, LINES = "application/cloudevents+json", "application/x-ndjson"


def test_a_batch_is_answered_after_it_is_in_the_log(room: Room) -> None:
    answer = room.post([reported(1), reported(2)])
    assert (answer.status_code, answer.json) == (
        200,
        {"accepted": 2, "duplicate": 0, "rejected": []},
    )
    assert len(room.app.context.engine.case_events(["case-1", "case-2"])) == 2


def test_the_same_event_twice_is_a_duplicate_even_within_a_batch(room: Room) -> None:
    assert room.post([reported(1), reported(1)]).json["duplicate"] == 1
    assert room.post([reported(1)]).json == {"accepted": 0, "duplicate": 1, "rejected": []}


def test_one_event_and_lines_are_taken_as_well(room: Room) -> None:
    assert room.post(reported(1), ONE).json["accepted"] == 1
    lines = "\n".join(json.dumps(event) for event in (reported(2), reported(3))) + "\n\n"
    assert room.post(lines.encode(), LINES).json["accepted"] == 2


def test_a_bad_event_never_spoils_its_batch(room: Room) -> None:
    bad = reported(2) | {"type": "case.eaten"}
    answer = room.post([reported(1), bad, 7, reported(3)]).json
    assert answer["accepted"] == 2
    assert [(one["index"], one["id"]) for one in answer["rejected"]] == [(1, "r2"), (2, None)]
    assert "case.eaten" in answer["rejected"][0]["reason"]


def test_a_line_that_is_no_json_is_rejected_alone(room: Room) -> None:
    answer = room.post(b"{oops\n" + json.dumps(reported(1)).encode(), LINES).json
    assert (answer["accepted"], answer["rejected"][0]["index"]) == (1, 0)


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_rejected_alone(room: Room, number: str) -> None:
    odd = json.dumps(reported(1, attributes={"depth": 12345})).replace("12345}", f"{number}}}")
    answer = room.post(f"[{odd}, {json.dumps(reported(2))}]".encode()).json
    assert (answer["accepted"], len(answer["rejected"])) == (1, 1)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b'{"id": "1"}', b"null"])
def test_a_batch_that_is_no_json_array_is_a_bad_request(room: Room, body: bytes) -> None:
    answer = room.post(body)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_without_a_token_or_with_a_strange_one_the_door_is_shut(room: Room) -> None:
    bare = room.http.post("/api/v1/events", data="[]", content_type=ONE)
    assert (bare.status_code, bare.headers["WWW-Authenticate"]) == (401, 'Bearer realm="citysense"')
    assert room.post([], token="cs_guess").status_code == 401


def test_a_token_of_another_scope_is_forbidden(room: Room) -> None:
    reader = room.app.context.tokens.add("board", "read")
    assert room.post([reported(1)], token=reader).status_code == 403


def test_a_revoked_token_opens_nothing(room: Room) -> None:
    room.app.context.tokens.revoke("feed")
    assert room.post([reported(1)]).status_code == 401


def test_another_form_is_refused_by_name(room: Room) -> None:
    answer = room.post([reported(1)], "text/csv")
    assert answer.status_code == 415
    assert "text/csv" in answer.json["detail"]


def test_a_body_too_large_is_refused(city: City) -> None:
    small = make_room(city, max_body_bytes=500)
    assert small.post([reported(1)]).status_code == 200
    assert small.post([reported(n) for n in range(9)]).status_code == 413
    small.app.store.close()


@pytest.mark.parametrize(("padding", "status"), [(1_000, 413), (10, 200)])
def test_a_body_of_unsaid_length_is_refused_whole_and_never_cut(
    city: City, padding: int, status: int
) -> None:
    small = make_room(city, max_body_bytes=500)
    lines = b"\n" * padding + json.dumps(reported(1)).encode()
    asked = EnvironBuilder(path="/api/v1/events", method="POST", content_type=LINES)
    asked.headers["Authorization"] = f"Bearer {small.token}"
    unsaid = {"wsgi.input": io.BytesIO(lines), "wsgi.input_terminated": True}
    environ = {name: value for name, value in asked.get_environ().items() if "LENGTH" not in name}
    with ticking(small.app):
        _, said, _ = run_wsgi_app(small.app.server, environ | unsaid)
    assert said.startswith(str(status))
    assert len(small.app.context.engine.case_events(["case-1"])) == (status == 200)
    small.app.store.close()


def test_a_full_queue_says_when_to_come_back(city: City) -> None:
    busy = make_room(city, queue_events=1)
    busy.app.context.hub.call(lambda: None)
    busy.app.context.hub.submit([])
    headers = {"Authorization": f"Bearer {busy.token}"}
    body = json.dumps([reported(1), reported(2)])
    answer = busy.http.post(
        "/api/v1/events", data=body, content_type="application/cloudevents-batch+json",
        headers=headers,
    )  # fmt: skip
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    busy.app.store.close()


def test_what_was_posted_shows_in_the_next_metrics(room: Room) -> None:
    room.post([reported(1), act(1, "answered", "2026-07-15T00:55:00Z")])
    [value] = room.get("/metrics?keys=reported&compare=none").json["metrics"]
    assert value["value"] == 1
