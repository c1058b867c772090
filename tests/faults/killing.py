"""Commands in processes of their own, ended by kill -9 at a random moment of their work."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from time import monotonic

from tests.faults.running import NONE, PATIENCE_S, ROOT, environment

WAITING = (
    "import sys, app; print(flush=True); sys.stdin.readline(); sys.exit(app.run(sys.argv[1:]))"
)
MORE = 1.05


@contextmanager
def working(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A command that begins now: what comes before its work, such as imports, is done."""
    line = [sys.executable, "-c", WAITING, *map(str, arguments)]
    with subprocess.Popen(
        line, cwd=ROOT, env=environment(NONE), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        process.stdin.write("\n")
        process.stdin.flush()
        try:
            yield process
        finally:
            process.kill()


def seconds(*arguments: object) -> float:
    """How long a command works when nobody kills it; it must end well."""
    with working(*arguments) as process:
        begun = monotonic()
        _, said = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0, said
        return monotonic() - begun


def killed(chooser: Random, longest_s: float, *arguments: object) -> bool:
    """Whether the kill, at a moment up to a little more than `longest_s`, met it at work."""
    with working(*arguments) as process:
        if not waited(process, chooser.uniform(0.0, longest_s * MORE)):
            process.kill()
        return process.wait() != 0


def waited(process: subprocess.Popen[str], seconds: float) -> bool:
    """Whether the process ended within that time."""
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def left_in(folder: Path) -> set[str]:
    """What lies in a folder."""
    return {path.name for path in folder.iterdir()}
