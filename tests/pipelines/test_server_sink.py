"""Importing into a running server: its two calls, its full queue, its refusals."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from pipelines.event import Event, parse
from pipelines.importing import import_file
from pipelines.server_sink import ServerSink
from pipelines.sources.faults import ImportFailed
from tests.pipelines.importing_twin import (
    NOW,
    SHANGHAI,
    MemorySink,
    fold,
    small_profile,
    small_row,
    take_in,
    write_csv,
)


class Door(BaseHTTPRequestHandler):
    """The events and cases calls over a log in memory; `busy` answers 503 so many times."""

    sink: MemorySink
    busy: int

    def do_GET(self) -> None:
        known = self.sink.known([unquote(self.path.rpartition("/")[2])])
        events = [one.event.as_cloudevent() for one in known]
        self._answer(200 if events else 404, {"events": events})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers["Authorization"] != "Bearer good":
            return self._answer(401, {})
        if type(self).busy:
            type(self).busy -= 1
            return self._answer(503, {})
        events = [event for raw in body if isinstance(event := parse(raw, now=NOW), Event)]
        accepted = sum(self.sink.send(events))
        return self._answer(
            200, {"accepted": accepted, "duplicate": len(body) - accepted, "rejected": []}
        )

    def _answer(self, status: int, content: Any) -> None:
        self.send_response(status)
        self.send_header("Retry-After", "3")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def door() -> Iterator[tuple[type[Door], str]]:
    handler = type("OwnDoor", (Door,), {"sink": MemorySink(), "busy": 0})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield handler, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_server_gets_what_a_log_would_and_the_second_time_nothing(
    door: tuple[type[Door], str], tmp_path: Path
) -> None:
    handler, url = door
    waited: list[float] = []
    handler.busy = 2
    sink = ServerSink(url=url, token="good", wait=waited.append)
    file = write_csv(tmp_path / "a.csv", [small_row(1), small_row(2, closed="2025-05-07 09:00")])
    options: Any = {"zone": SHANGHAI, "now": NOW, "rejects": tmp_path / "bad.csv"}
    assert import_file(file, small_profile(), sink, **options).accepted == 3
    assert waited == [3.0, 3.0]
    again = import_file(file, small_profile(), sink, **options)
    assert (again.accepted, again.duplicate) == (0, 3)
    local = MemorySink()
    take_in(file, small_profile(), local)
    assert fold(handler.sink.log.values()) == fold(local.log.values())


def test_a_wrong_token_and_a_silent_server_are_said(
    door: tuple[type[Door], str], tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "a.csv", [small_row(1)])
    options: Any = {"zone": SHANGHAI, "now": NOW, "rejects": tmp_path / "bad.csv"}
    wrong = ServerSink(url=door[1], token="bad", wait=lambda seconds: None)
    with pytest.raises(ImportFailed, match="answered 401"):
        import_file(file, small_profile(), wrong, **options)
    silent = ServerSink(url="http://127.0.0.1:9", token="good", wait=lambda seconds: None)
    with pytest.raises(ImportFailed, match="does not answer"):
        import_file(file, small_profile(), silent, **options)
