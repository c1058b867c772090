"""The socket file: commands work on a server that holds the database, its owner's alone."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboards.api.client import Client, ServerRefused
from dashboards.api.control import Control, connected, reply
from pipelines.city import City
from pipelines.event import Event, parse
from pipelines.reads import Health
from pipelines.refusals import Tally
from tests.dashboards.api.room import NINE, Room, make_room, reported, ticking


@pytest.fixture
def running(city: City, tmp_path: Path) -> Iterator[Room]:
    folder = tmp_path / ("a folder with a very long name " * 4)
    room = make_room(city, database=str(folder / "city.duckdb"))
    control = Control(room.app.context)
    control.start()
    with ticking(room.app):
        yield room
    control.stop()
    room.app.store.close()


def client(room: Room) -> Client:
    line = connected(room.app.context.settings.database_path)
    assert line
    return Client(line)


def test_only_its_owner_may_speak_to_it(running: Room) -> None:
    path = Path(f"{running.app.context.settings.database_path}.sock")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_import_sends_and_asks_what_is_known(running: Room) -> None:
    event = parse(reported(1), now=NINE)
    assert isinstance(event, Event)
    there = client(running)
    assert there.send([event]) == [True]
    assert there.send([event]) == [False]
    [known] = there.known(["case-1"])
    assert (known.event.identity, known.retracted) == (event.identity, False)
    assert there.now() == NINE
    there.close()


def test_an_import_tells_what_it_rejected(running: Room) -> None:
    there = client(running)
    there.refuse([])
    there.refuse([Tally(source="boston", reason="Lat: is no number", count=3, id="row 7")])
    running.app.context.hub.call(lambda: None).result(timeout=10)
    there.close()
    [source] = running.app.context.live.snapshot().results[Health()]["sources"]
    assert (source["source"], source["refused"], source["reasons"][0]["id"]) == (
        "boston",
        3,
        "row 7",
    )


def test_a_rebuild_and_a_check_find_nothing_wrong(running: Room) -> None:
    there = client(running)
    assert there.ask("rebuild") == []
    assert there.ask("rebuild", verify=True) == []
    assert there.ask("check") == []
    there.close()


def test_what_it_cannot_do_is_said_and_the_server_goes_on(running: Room) -> None:
    there = client(running)
    with pytest.raises(ServerRefused, match="nothing this server does"):
        there.ask("dance")
    assert there.now() == NINE
    there.close()


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"do": "known"}', b"\xff"])
def test_a_torn_line_is_answered_with_an_error(room: Room, line: bytes) -> None:
    assert reply(room.app.context, line).startswith('{"error":')


def test_where_no_server_runs_there_is_no_connection(tmp_path: Path) -> None:
    assert connected(str(tmp_path / "city.duckdb")) is None
    (tmp_path / "left.duckdb.sock").touch()
    assert connected(str(tmp_path / "left.duckdb")) is None
    assert connected(":memory:") is None
