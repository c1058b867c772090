"""Bad events at the door of a real server: refused by index and field, their neighbours taken."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.faults.running import Running, add_token, event, reported

LATER = (datetime.now(UTC) + timedelta(days=2)).isoformat()
INSTANT = "is no RFC 3339 instant with a zone"
PERIOD = "is no period such as 2025, 2025H1, 2025Q3, 2025Q1-Q3, 2025-09 or 2025-09-30"
CLOSED_LIST = "is none of very_satisfied, satisfied, fairly_satisfied, dissatisfied"


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in reported("bad").items() if key != name}


def altered(**attributes: object) -> dict[str, Any]:
    return reported("bad") | attributes


def act(kind: str, /, **data: object) -> dict[str, Any]:
    return event(kind, "bad", "case", **data)


def call(**times: object) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    return act("call.ended", line="1", topic="water", queued_at=now, ended_at=now) | times


def figure(period: str) -> dict[str, Any]:
    said = {"indicator": "gdp", "value": 1, "unit": "%", "source": "x"}
    return act("indicator.published", period=period, **said)


BAD: Mapping[str, tuple[object, str]] = {
    "a number in place of an event": (7, "an event is a JSON object"),
    "a text in place of an event": ("case.reported", "an event is a JSON object"),
    "null in place of an event": (None, "an event is a JSON object"),
    "no id": (without("id"), "id: missing"),
    "an empty id": (altered(id=""), "id: missing"),
    "a number as id": (altered(id=5), "id: 5 is no text"),
    "no source": (without("source"), "source: missing"),
    "no type": (without("type"), "type: missing"),
    "an unknown type": (altered(type="case.eaten"), "type: 'case.eaten' is no known type of event"),
    "another CloudEvents": (altered(specversion="0.3"), "specversion: '0.3' is not 1.0"),
    "no time": (without("time"), "time: missing"),
    "a time without a zone": (
        altered(time="2026-07-15T09:00:00"), f"time: '2026-07-15T09:00:00' {INSTANT}",
    ),
    "a date as time": (altered(time="2026-07-15"), f"time: '2026-07-15' {INSTANT}"),
    "the 31st of June": (
        altered(time="2026-06-31T09:00:00Z"),
        "time: '2026-06-31T09:00:00Z' is no instant of the calendar",
    ),
    "seconds since 1970": (altered(time=1_784_077_200), "time: 1784077200 is no text"),
    "the day after tomorrow": (
        altered(time=LATER), f"time: {LATER} is more than a day ahead of the city's clock",
    ),
    "no subject": (without("subject"), "subject: missing, case.reported is about something"),
    "a list as subject": (altered(subject=["case"]), 'subject: ["case"] is no text'),
    "a list as data": (altered(data=[1]), "data: [1] is no object"),
    "no data": (without("data"), "data.channel: missing, case.reported needs it"),
    "no category": (
        altered(data={"channel": "12345"}), "data.category: missing, case.reported needs it",
    ),
    "a number as category": (reported("bad") | {"data": {"channel": "1", "category": 3}},
        "data.category: 3 is no text"),
    "a latitude beyond the pole": (reported("bad", lat=91), "data.lat: 91 lies outside -90 to 90"),
    "a longitude beyond the map": (
        reported("bad", lon=-180.5), "data.lon: -180.5 lies outside -180 to 180",
    ),
    "a latitude in words": (reported("bad", lat="39"), "data.lat: '39' is no number"),
    "true as latitude": (reported("bad", lat=True), "data.lat: true is no number"),
    "a limit without a zone": (
        reported("bad", due="tomorrow"), f"data.due: 'tomorrow' {INSTANT}",
    ),
    "yes as a flag": (
        reported("bad", found_on_spot="yes"), "data.found_on_spot: 'yes' is neither true nor false",
    ),
    "a third register": (
        reported("bad", register="moon"), "data.register: 'moon' is none of city, enterprise",
    ),
    "a number as reporter": (
        reported("bad", reporter=5),
        "data.reporter: 5 is neither a text nor an object with id, name, phone or email",
    ),
    "a number as telephone": (
        reported("bad", reporter={"phone": 5}), "data.reporter: phone: 5 is no text",
    ),
    "media that are no list": (reported("bad", media="a.jpg"), "data.media: 'a.jpg' is no list"),
    "an actor of a third kind": (
        reported("bad", actor={"kind": "robot"}),
        "data.actor: kind: 'robot' is none of human, system",
    ),
    "half a character": (
        reported("bad", title="\ud83d"),
        "data.title: holds half a surrogate pair, which is no character",
    ),
    "half a character as id": (
        altered(id="\ud83d"), "id: holds half a surrogate pair, which is no character",
    ),
    "half a character in a list": (altered(data=["\ud83d"]), 'data: ["\\ud83d"] is no object'),
    "no number at all": (
        reported("bad", attributes={"depth": float("nan")}),
        "data.attributes: holds a number that is none (NaN, Infinity)",
    ),
    "infinity as latitude": (
        reported("bad", lat=float("inf")), "data.lat: Infinity is no finite number",
    ),
    "a very long word": (
        reported("bad", lat="9" * 5_000), f"data.lat: '{'9' * 78}… is no number",
    ),
    "a rejection without reason": (
        act("case.rejected"), "data.reason: missing, case.rejected needs it",
    ),
    "a fifth level": (
        act("case.supervised", level="purple"),
        "data.level: 'purple' is none of ordinary, yellow, red, cancelled",
    ),
    "a satisfaction unheard of": (
        act("case.rated", satisfaction="happy"),
        f"data.satisfaction: 'happy' {CLOSED_LIST}, very_dissatisfied",
    ),
    "a callback half told": (
        act("case.called_back", contacted=True),
        "data.resolved: missing, a callback that reached somebody needs it",
    ),
    "a shift nowhere": (
        act("worker.shift", state="on"), "data.cell: missing, a shift that begins needs it",
    ),
    "a policy without content": (
        act("policy.published", title="Aid", audience=["small"]),
        "data.url: missing, a policy has a url or a text",
    ),
    "a refusal of nothing that is asked for": (
        act("case.refused", act="sleep", reason="x"),
        "data.act: 'sleep' is none of return, extend, suspend, supervise",
    ),
    "a period that is no date": (
        act("period.closed", **{"from": "2026-06-31", "to": "2026-07-31"}),
        "data.from: '2026-06-31' is no date of the calendar",
    ),
    "the 30th of February": (figure("2025-02-30"), f"data.period: '2025-02-30' {PERIOD}"),
    "quarters backwards": (figure("2025Q3-Q1"), f"data.period: '2025Q3-Q1' {PERIOD}"),
    "the year nought": (figure("0000"), f"data.period: '0000' {PERIOD}"),
    "a quarter too many": (figure("2025Q5"), f"data.period: '2025Q5' {PERIOD}"),
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    database = tmp_path_factory.mktemp("door") / "city.duckdb"
    running = Running(database, token=add_token(database))
    yield running.listen()
    assert running.stop() == 0
    assert "Exception on" not in running.said


@pytest.fixture(scope="module")
def answer(server: Running) -> Any:
    """What the door says to one batch in which a good event follows each bad one."""
    batch: list[Any] = []
    for number, (bad, _) in enumerate(BAD.values()):
        batch += [bad, reported(f"kept {number}")]
    said = server.post(json.dumps(batch).encode())
    assert said.code == 200
    return said.json


@pytest.mark.parametrize("name", BAD)
def test_a_bad_event_is_refused_by_index_and_field(answer: Any, name: str) -> None:
    bad, sentence = BAD[name]
    index = 2 * list(BAD).index(name)
    [refused] = [one for one in answer["rejected"] if one["index"] == index]
    named = bad.get("id") if isinstance(bad, dict) else None
    known = {"bad": "bad", "": "", "\ud83d": "\\ud83d"}.get(str(named))
    assert refused == {"index": index, "id": known, "reason": sentence}


def test_every_good_event_among_the_bad_ones_is_kept(server: Running, answer: Any) -> None:
    assert (answer["accepted"], answer["duplicate"]) == (len(BAD), 0)
    assert len(answer["rejected"]) == len(BAD)
    cases = server.get("/api/v1/cases?limit=1000").json["cases"]
    kept = {case["id"] for case in cases if case["id"].startswith("kept")}
    assert kept == {f"kept {number}" for number in range(len(BAD))}
    assert server.get("/api/v1/cases/bad").code == 404


def test_a_bad_line_among_lines_is_refused_alone(server: Running) -> None:
    lines = [json.dumps(reported("line 1")), '{"id": "torn', json.dumps(reported("line 2"))]
    answer = server.post("\n".join(lines).encode(), "application/x-ndjson")
    assert answer.json["accepted"] == 2
    [refused] = answer.json["rejected"]
    assert refused["index"] == 1
    assert refused["reason"].startswith("the line is no JSON: Unterminated string")
