"""The demo, or any server, as a child process, for browser tests and screenshots."""

import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN_S = 120


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_ready(url: str) -> bool:
    """Whether the server answers that its log is read."""
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until_ready(url: str, process: subprocess.Popen[str] | None = None) -> bool:
    """Ask four times a second; False when the time is up or the process has ended."""
    pause, until = threading.Event(), time.monotonic() + READY_WITHIN_S
    while time.monotonic() < until:
        if is_ready(url):
            return True
        if process and process.poll() is not None:
            return False
        pause.wait(0.25)
    return False


@contextmanager
def server(folder: Path, *words: str) -> Iterator[str]:
    """`app.py WORDS` on a free port, its database in `folder`: its address, while it runs."""
    port = free_port()
    url, log = f"http://127.0.0.1:{port}", folder / "server.log"
    command = [sys.executable, "app.py", *words, "--port", str(port)]
    command += ["--database", str(folder / "city.duckdb")]
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out, text=True)
    try:
        if not wait_until_ready(url, process):
            raise RuntimeError(f"the server did not get ready:\n{log.read_text()[-2000:]}")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def demo_server(folder: Path, *options: str) -> AbstractContextManager[str]:
    """`serve --demo` with its own database in `folder`."""
    return server(folder, "serve", "--demo", *options)
