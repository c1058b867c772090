"""A real `python app.py serve` in a process of its own, and what a test asks of it over HTTP."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

import app
from pipelines.tokens import tokens_beside

ROOT = Path(__file__).resolve().parents[2]
BATCH = "application/cloudevents-batch+json"
PATIENCE_S = 60
NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a command or a server's answer said: exit code or status, body or output, errors."""

    code: int
    out: str = ""
    err: str = ""

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.out)


def command(*arguments: object, settings: Mapping[str, str] = NONE, folder: Path = ROOT) -> Said:
    """One command of the program, done."""
    done = subprocess.run(
        _line(arguments), cwd=folder, env=environment(settings), capture_output=True, text=True,
        timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    return Said(code=done.returncode, out=done.stdout.strip(), err=done.stderr.strip())


def command_here(capsys: pytest.CaptureFixture[str], *arguments: object) -> Said:
    """The same in this process: what `main` runs, without the wait for a process."""
    before = os.umask(0o022)
    try:
        code = app.run([str(one) for one in arguments])
    finally:
        os.umask(before)
    out, err = capsys.readouterr()
    return Said(code=code, out=out.strip(), err=err.strip())


def add_token(database: Path) -> str:
    """A token that may send events."""
    return tokens_beside(str(database)).add("feed", "events")


class Running:
    """A server over a database; `address` is known once `listen` returned."""

    def __init__(
        self, database: Path, *options: str, token: str = "", settings: Mapping[str, str] = NONE
    ) -> None:
        self.token = token
        self.address = ""
        self._log = database.with_name("server.log")
        with self._log.open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                _line(("serve", "--port", "0", "--database", database, *options)), cwd=ROOT,
                env=environment(settings), stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip

    def listen(self) -> "Running":
        """Returns once it says where it is."""
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("http://127.0.0.1:"), self.said
        return self

    @property
    def said(self) -> str:
        """All that it, and those before it over this database, wrote as errors."""
        return self._log.read_text("utf-8")

    def get(self, path: str) -> Said:
        """One page or answer."""
        return _asked(Request(self.address.rstrip("/") + path))

    def post(self, events: Sequence[Mapping[str, Any]] | bytes, kind: str = BATCH) -> Said:
        """Events to the door."""
        body = events if isinstance(events, bytes) else json.dumps(events).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        return _asked(Request(f"{self.address}api/v1/events", data=body, headers=headers))

    def kill(self) -> None:
        """As a power cut ends it."""
        self.process.kill()
        self._reap()

    def stop(self) -> int:
        """As its user ends it; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self._reap()

    def _reap(self) -> int:
        try:
            return self.process.wait(timeout=PATIENCE_S)
        finally:
            self.process.kill()
            self.process.wait()
            if self.process.stdout:
                self.process.stdout.close()


def reported(name: str, /, **data: Any) -> dict[str, Any]:
    """The case of that name, reported now."""
    return event("case.reported", name, name, channel="12345", category="pothole", **data)


def event(kind: str, event_id: str, subject: str, /, **data: Any) -> dict[str, Any]:
    """An event of this instant."""
    time = datetime.now(UTC).isoformat()
    return {
        "id": event_id, "source": "desk", "type": kind, "time": time, "subject": subject,
        "data": data,
    }  # fmt: skip


def _line(arguments: Sequence[object]) -> list[str]:
    return [sys.executable, "app.py", *map(str, arguments)]


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("CITYSENSE_")}
    return own | dict(settings)


def _asked(request: Request) -> Said:
    try:
        with urlopen(request, timeout=PATIENCE_S) as answer:
            return Said(code=answer.status, out=answer.read().decode())
    except HTTPError as wrong:
        with wrong:
            return Said(code=wrong.code, out=wrong.read().decode())
