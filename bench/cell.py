"""One engine over one history, in a process of its own: `python -m bench.cell ENGINE CASES FOLDER`.

Writes `FOLDER/ENGINE.json` with what was measured and `ENGINE.npz` with every answer.
"""

import json
import resource
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from bench.acts import Answer, as_array, difference
from bench.engines import Engine, open_engine
from bench.ground import Ground, read_ground
from bench.history import CASES_A_DAY, Day, history
from bench.peers import PEERS, Peer
from bench.stream import Batch, batches

MIB = 1024 * 1024


class OutOfTimeError(Exception):
    """The history took too long; the message says how far it came."""


def main(name: str, cases: int, folder: Path, load_limit_s: float, limit_s: float) -> None:
    """Measure, and write down."""
    peer = next(one for one in PEERS if one.name == name)
    place = folder / f"{name}.store"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    told: dict[str, Any] = {"engine": name, "cases": cases, "version": _version(peer)}
    try:
        told |= _measure(peer, cases, place, folder, (load_limit_s, limit_s))
    except (OutOfTimeError, ImportError) as wrong:
        told |= {"stopped": str(wrong), "batches": []}
    finally:
        shutil.rmtree(place, ignore_errors=True)
    (folder / f"{name}.json").write_text(json.dumps(told))


def _measure(
    peer: Peer, cases: int, place: Path, folder: Path, limits: tuple[float, float]
) -> dict[str, Any]:
    ground = read_ground()
    stream = batches(cases, ground)
    engine = open_engine(peer.name, place, ground)
    took = _load(engine, cases, ground, limits[0])
    rows, answers, stopped = run_stream(engine, stream, ground, limits[1])
    np.savez_compressed(folder / f"{peer.name}.npz", answers=np.array(answers))
    told = {"load_s": took, "batches": rows, "stopped": stopped, **_memory()}
    engine.close()
    told["disk_mib"] = sum(one.stat().st_size for one in place.rglob("*") if one.is_file()) / MIB
    if peer.durable:
        told |= _reopen(peer.name, place, ground, stream[len(rows) - 1].as_of, answers[-1])
    return told


def _load(engine: Engine, cases: int, ground: Ground, limit_s: float) -> float:
    """Seconds that the history took, the making of it left out."""
    made_s = 0.0
    begun = time.perf_counter()

    def days() -> Iterator[Day]:
        nonlocal made_s
        before = time.perf_counter()
        for number, day in enumerate(history(cases, ground)):
            made_s += time.perf_counter() - before
            if time.perf_counter() - begun > limit_s:
                taken = f"{number * CASES_A_DAY:,} of {cases:,}"
                raise OutOfTimeError(f"stopped after {limit_s:.0f} s of loading, at {taken} cases")
            yield day
            before = time.perf_counter()

    engine.load(days())
    return time.perf_counter() - begun - made_s


def run_stream(
    engine: Engine, stream: Sequence[Batch], ground: Ground, limit_s: float
) -> tuple[list[list[float]], list[Answer], str | None]:
    """A row a batch (acts, ms to take in, ms to answer, ms of CPU, 1 if it is to be counted), the
    answers, and why it ended early."""
    rows: list[list[float]] = []
    answers: list[Answer] = []
    begun = time.perf_counter()
    for batch in stream:
        prepared = engine.prepare(batch.acts)
        cpu, start = time.process_time(), time.perf_counter()
        engine.tick(prepared, batch.as_of)
        taken = time.perf_counter()
        lines = engine.answer(batch.as_of)
        end, cpu = time.perf_counter(), time.process_time() - cpu
        spans = (taken - start, end - taken, cpu)
        rows.append([len(batch.acts), *(1000 * span for span in spans), float(batch.measured)])
        answers.append(as_array(lines, ground))
        if end - begun > limit_s and batch is not stream[-1]:
            return rows, answers, f"stopped after {limit_s:.0f} s"
    return rows, answers, None


def _memory() -> dict[str, float]:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"rss_mib": pages * resource.getpagesize() / MIB, "peak_mib": peak_kib / 1024}


def _reopen(name: str, place: Path, ground: Ground, as_of: int, last: Answer) -> dict[str, Any]:
    """Seconds from opening to the first answer, and whether that is the last one given before."""
    begun = time.perf_counter()
    engine = open_engine(name, place, ground)
    lines = engine.answer(as_of)
    took = time.perf_counter() - begun
    engine.close()
    return {"reopen_s": took, "forgot": difference(last, as_array(lines, ground))}


def _version(peer: Peer) -> str:
    """The installed release; SQLite comes with Python."""
    if not peer.package:
        return sqlite3.sqlite_version
    try:
        return version(peer.package)
    except ImportError:
        return "not installed"


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), *map(float, sys.argv[4:6]))
