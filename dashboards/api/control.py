"""The owner-only socket file beside the database, by which other commands reach a running server.

Only one process may hold the database. A request is a line of JSON `{"do": …}`, its answer a line
`{"answer": …}` or `{"error": sentence}`; the file's mode lets in nobody but the server's own user.
"""

import json
import os
import socket
import socketserver
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

from dashboards.api.answers import Problem, dumped
from dashboards.api.auditing import audit
from dashboards.api.events import commit
from dashboards.context import Context
from pipelines.archive import BackupError
from pipelines.backup import back_up
from pipelines.clock import system_clock
from pipelines.event import Refused, format_instant, parse
from pipelines.refusals import told

LONGEST_NAME = 100


class Unanswerable(Exception):
    """A request that cannot be done; the message is the sentence for its user."""


class Control:
    """Listens beside the database of a server while it runs; `:memory:` has no such file."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._path = socket_path(context.settings.database_path)
        self._server: socketserver.ThreadingUnixStreamServer | None = None

    def start(self) -> None:
        """Listen; a file left by a server that is gone is taken over."""
        if self._path is None:
            return
        self._path.unlink(missing_ok=True)
        context = self._context

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                for line in self.rfile:
                    self.wfile.write(reply(context, line).encode() + b"\n")

        with reachable(self._path) as name:
            before = os.umask(0o177)
            try:
                self._server = socketserver.ThreadingUnixStreamServer(name, Handler)
            finally:
                os.umask(before)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, name="control", daemon=True).start()

    def stop(self) -> None:
        """Listen no more; the file is taken away."""
        if self._server and self._path:
            self._server.shutdown()
            self._server.server_close()
            self._path.unlink(missing_ok=True)


def socket_path(database: str) -> Path | None:
    """Where the socket file of a database lies."""
    return None if database == ":memory:" else Path(f"{database}.sock").absolute()


@contextmanager
def reachable(path: Path) -> Iterator[str]:
    """A name of the file short enough for a socket's address, which holds about a hundred bytes."""
    if len(os.fsencode(path)) <= LONGEST_NAME:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def connected(database: str) -> socket.socket | None:
    """A connection to the server that holds this database, None when there is none."""
    path = socket_path(database)
    if path is None or not path.exists():
        return None
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with suppress(OSError), reachable(path) as name:
        line.connect(name)
        return line
    line.close()
    return None


def reply(context: Context, line: bytes) -> str:
    """The answer to one line."""
    try:
        asked = json.loads(line)
        return dumped({"answer": _do(context, asked)})
    except (Unanswerable, ValueError) as wrong:
        return dumped({"error": str(wrong)})
    except Problem as wrong:
        return dumped({"error": wrong.detail})
    except Exception as wrong:  # noqa: BLE001  # said to the asker; the server goes on
        return dumped({"error": f"{type(wrong).__name__}: {wrong}"})


def _do(context: Context, asked: Mapping[str, Any]) -> Any:
    work = {
        "now": _now,
        "known": _known,
        "send": _send,
        "refused": _refused,
        "rebuild": _rebuild,
        "check": _check,
        "backup": _backup,
    }.get(str(asked.get("do")))
    if work is None:
        raise Unanswerable(f"{asked.get('do')!r} is nothing this server does")
    return work(context, asked)


def _now(context: Context, _: Mapping[str, Any]) -> str:
    return format_instant(context.clock())


def _known(context: Context, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = context.engine.case_events([str(subject) for subject in asked["subjects"]])
    return [{"event": one.event.as_cloudevent(), "retracted": one.retracted} for one in found]


def _send(context: Context, asked: Mapping[str, Any]) -> list[bool]:
    events = []
    for raw in asked["events"]:
        event = parse(raw, now=context.clock())
        if isinstance(event, Refused):
            raise Unanswerable(f"{event.id}: {event.reason}")
        events.append(event)
    return commit(context, events)


def _refused(context: Context, asked: Mapping[str, Any]) -> int:
    tallies = [told(raw) for raw in asked["tallies"]]
    context.hub.refused(tallies)
    return len(tallies)


def _rebuild(context: Context, asked: Mapping[str, Any]) -> list[str]:
    engine = context.engine
    if asked.get("verify"):
        return context.hub.call(engine.verify).result()
    context.hub.call(engine.rebuild).result()
    return []


def _check(context: Context, _: Mapping[str, Any]) -> list[str]:
    return context.hub.call(lambda: audit(context.engine, context.clock())).result()


def _backup(context: Context, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Outside of the hub: it reads, and ticks go on meanwhile."""
    try:
        with context.engine.sealed.keeping():
            manifest = back_up(
                context.engine.store,
                city=context.city.name,
                file=Path(str(asked["file"])),
                made_at=system_clock(),
                reserve_mb=context.settings.disk_reserve_mb,
            )
    except BackupError as wrong:
        raise Unanswerable(str(wrong)) from None
    return manifest.as_json()
