"""The command line and the server of a copy of the project, each in a process of its own."""

import json
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NINE = "2026-07-15T01:00:00Z"
WAITED_S, PAUSE_S = 20.0, 0.1


def command(project: Path, *arguments: str) -> tuple[int, str]:
    """Exit code and everything said by `python app.py …`."""
    line = [sys.executable, "app.py", *arguments]
    done = subprocess.run(line, cwd=project, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@contextmanager
def serving(project: Path, *options: str) -> Iterator[Callable[[str], str]]:
    """`serve` at nine o'clock in the city; gives a function from an address to its text."""
    line = [sys.executable, "app.py", "serve", "--port", "0", "--clock", NINE]
    line += ["--database", ":memory:", *options]
    with subprocess.Popen(line, cwd=project, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        url = server.stdout.readline().strip().rstrip("/")
        assert url, "the server did not start"
        try:
            yield lambda path: _get(url + path)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=WAITED_S) as answer:
        return str(answer.read().decode())


def until(ask: Callable[[], Any], good: Callable[[Any], bool]) -> Any:
    """The first good answer, or the last one when the time is up."""
    pause, found = threading.Event(), ask()
    for _ in range(int(WAITED_S / PAUSE_S)):
        if good(found):
            break
        pause.wait(PAUSE_S)
        found = ask()
    return found


def write_cases(path: Path) -> Path:
    """Two cases of the morning as lines of CloudEvents, the first of them urged."""
    events = [
        _event("r1", "case.reported", "one", channel="12345", category="lamp"),
        _event("r2", "case.reported", "two", channel="12345", category="lamp"),
        _event("u1", "case.urged", "one"),
    ]
    path.write_text("\n".join(json.dumps(event) for event in events), "utf-8")
    return path


def _event(name: str, kind: str, subject: str, **data: Any) -> dict[str, Any]:
    known = {"id": name, "source": "desk", "type": kind, "subject": subject}
    return {**known, "time": "2026-07-15T00:50:00Z", "data": data}
