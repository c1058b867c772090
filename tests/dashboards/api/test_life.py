"""What a server tells of its life: each change once, counts at most once a minute."""

import logging
from collections import namedtuple
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboards.api.life import Life
from pipelines import disk
from pipelines.city import City
from tests.dashboards.api.room import Room, make_room, reported

Usage = namedtuple("Usage", "free")  # stands for the machine's own


@dataclass
class Hands:
    """Seconds that a test moves by hand."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Heard:
    """The events a life tells, in order."""

    caplog: pytest.LogCaptureFixture
    life: Life
    hands: Hands

    def look(self, seconds: float = 1.0) -> list[str]:
        self.caplog.clear()
        self.hands.now += seconds
        self.life.look()
        return [str(record.msg) for record in self.caplog.records]


@pytest.fixture
def heard(room: Room, caplog: pytest.LogCaptureFixture) -> Heard:
    caplog.set_level(logging.INFO)
    hands = Hands()
    return Heard(caplog, Life(room.app.context, hands), hands)


def test_ready_is_told_once_and_trouble_when_it_comes_and_goes(room: Room, heard: Heard) -> None:
    room.app.context.live.snapshot()
    assert heard.look(2.5) == ["event=ready after_s=2.5"]
    assert heard.look() == []
    room.app.context.hub.trouble = "the disk is full"
    assert heard.look() == ['event=not_ready reason="the disk is full"']
    assert heard.look() == []
    room.app.context.hub.trouble = None
    assert heard.look() == ["event=ready after_s=6.5"]


def test_refusals_are_told_as_counts_at_most_once_a_minute(room: Room, heard: Heard) -> None:
    room.app.context.live.snapshot()
    heard.look()
    room.post([reported(1, lat=91), reported(2, lat=91)])
    assert heard.look() == ["event=events_refused count=2 in_all=2"]
    room.post([reported(3, lat=91)])
    room.app.context.measured.read_refused("busy")
    assert heard.look(59) == []
    assert heard.look(1) == [
        "event=events_refused count=1 in_all=3",
        "event=reads_refused count=1 in_all=1",
    ]


def test_screens_that_come_are_told_by_their_number(room: Room, heard: Heard) -> None:
    room.app.context.live.snapshot()
    heard.look()
    clients = [room.app.socketio.test_client(room.app.server, namespace="/live") for _ in range(3)]
    assert heard.look() == ["event=screens connected=3 before=0"]
    for client in clients:
        client.disconnect(namespace="/live")
    assert heard.look(59) == []
    assert heard.look(1) == ["event=screens connected=0 before=3"]


def test_a_disk_that_gets_low_is_told_before_it_is_full(
    city: City, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = make_room(city, database=str(tmp_path / "city.duckdb"))
    room.app.context.live.snapshot()
    caplog.set_level(logging.INFO)
    hands = Hands()
    heard = Heard(caplog, Life(room.app.context, hands), hands)
    heard.look()
    monkeypatch.setattr(disk, "disk_usage", lambda _: Usage(free=300 * disk.MIB))
    assert heard.look() == ["event=disk_low free_mb=300.0 reserve_mb=256"]
    assert heard.look() == []
    monkeypatch.setattr(disk, "disk_usage", lambda _: Usage(free=900 * disk.MIB))
    assert heard.look() == ["event=disk_free_again free_mb=900.0 reserve_mb=256"]
    room.app.store.close()


def test_a_request_that_fails_is_told_without_what_was_asked(
    room: Room, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboards.api.cases.one_case", lambda *_: {}["Li Na"])
    room.app.server.config["PROPAGATE_EXCEPTIONS"] = False
    assert room.get("/cases/Li%20Na?as_of=2026-07-15").status_code == 500
    [record] = caplog.records
    assert str(record.msg).startswith("event=request_failed method=GET rule=/api/v1/cases/<")
    assert "Li Na" not in str(record.msg)
