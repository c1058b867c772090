"""The server around the API: probes, files, two apps in a process, a true description."""

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # ships no types

from dashboards import api
from pipelines.city import City
from tests.dashboards.api.room import Room, make_room, reported


def described(room: Room) -> Any:
    return room.get("/openapi.json").json


def test_the_description_names_exactly_the_routes_there_are(room: Room) -> None:
    said = {
        (method.upper(), path)
        for path, methods in described(room)["paths"].items()
        for method in methods
    }
    routes = {(method, re.sub(r"<\w+:(\w+)>", r"{\1}", path)) for method, path, _ in api.ROUTES}
    assert said == routes


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/metrics?keys=reported,on_time_closing_rate&by=channel", "Metrics"),
        ("/catalogue", "Catalogue"),
        ("/cases", "Cases"),
        ("/cases/case-1", "Case"),
        ("/cases.geojson", "Points"),
        ("/snapshot", "Frame"),
        ("/nothing", "Problem"),
    ],
)
def test_every_answer_has_the_form_that_is_described(room: Room, path: str, schema: str) -> None:
    room.post([reported(1, lat=39.0, lon=117.7)])
    components = described(room)["components"]
    form = {"$ref": f"#/components/schemas/{schema}", "components": components}
    Draft202012Validator(form).validate(room.get(path).get_json(force=True))


def test_every_parameter_that_is_described_is_taken(room: Room) -> None:
    for path, methods in described(room)["paths"].items():
        for parameter in methods.get("get", {}).get("parameters", []):
            if parameter["in"] == "query":
                asked = f"{path.replace('{case_id}', 'case-1')}?{parameter['name']}="
                assert room.get(asked).status_code in (200, 404)


def test_alive_and_ready(room: Room) -> None:
    assert room.http.get("/healthz").json == {"status": "alive"}
    assert room.http.get("/readyz").status_code == 200


def test_a_server_in_trouble_is_not_ready(room: Room) -> None:
    room.app.context.hub.trouble = "no space left"
    answer = room.http.get("/readyz")
    assert (answer.status_code, answer.json) == (
        503,
        {"status": "not ready", "reason": "no space left"},
    )
    assert room.http.get("/healthz").status_code == 200


def test_prometheus_counts_what_came_in(room: Room) -> None:
    room.post([reported(1), reported(1), {"id": "x"}])
    text = room.http.get("/metrics").text
    assert "citysense_events_accepted_total 1.0" in text
    assert "citysense_events_duplicate_total 1.0" in text
    assert "citysense_events_rejected_total 1.0" in text
    assert "citysense_screens_connected 0.0" in text


def test_prometheus_has_every_measure_under_its_conventional_name(room: Room) -> None:
    room.post([reported(1)])
    room.get("/metrics")
    client = room.app.socketio.test_client(room.app.server, namespace="/live")
    text = room.http.get("/metrics").text
    for line in (
        "citysense_tick_seconds_count 1.0",
        "citysense_queue_events 0.0",
        "citysense_data_lag_seconds 600.0",
        "citysense_snapshot_age_seconds 0.0",
        "citysense_screens_connected 1.0",
        "citysense_frames_sent_total 1.0",
        "citysense_frame_bytes_count 1.0",
        "citysense_read_seconds_count 1.0",
        "citysense_reads_in_progress 0.0",
        'citysense_reads_refused_total{reason="busy"} 0.0',
        'citysense_build_info{version="0.1.0"} 1.0',
    ):
        assert f"\n{line}\n" in f"\n{text}"
    client.disconnect(namespace="/live")
    names = set(re.findall(r"^# TYPE (\S+)", text, re.MULTILINE))
    assert names == set(re.findall(r"^# HELP (\S+) \S", text, re.MULTILINE))


def test_prometheus_is_answered_in_trouble_too(room: Room) -> None:
    room.app.context.hub.trouble = "no space left"
    answer = room.http.get("/metrics")
    assert (answer.status_code, "citysense_ticks_failing 1.0" in answer.text) == (200, True)
    assert "citysense_snapshot_age_seconds NaN" in answer.text


def test_files_are_compressed_and_asked_again_by_their_digest(room: Room) -> None:
    plain = room.http.get("/assets/theme.css")
    packed = room.http.get("/assets/theme.css", headers={"Accept-Encoding": "br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert len(packed.data) < len(plain.data)
    known = {"Accept-Encoding": "br", "If-None-Match": packed.headers["ETag"]}
    assert room.http.get("/assets/theme.css", headers=known).status_code == 304
    assert room.http.get("/assets/../app.py").status_code == 404


def test_pages_have_their_ways_before_anybody_asks(city: City) -> None:
    room = make_room(city)
    assert not room.app.dash.callback_map
    room.app.start()
    assert any("_pages_content" in output for output in room.app.dash.callback_map)
    room.app.stop()


def test_two_apps_in_one_process_know_nothing_of_each_other(city: City) -> None:
    here, there = make_room(city), make_room(city)
    here.post([reported(1)])
    for room, count in ((here, 1), (there, 0)):
        [metric] = room.get("/metrics?keys=reported&compare=none").json["metrics"]
        assert metric["value"] == count
        assert room.http.get("/wall").status_code == 200
        room.app.store.close()
