"""Runs every engine over every history, one process after another: `python -m bench.run SIZES…`.

What a process measured is kept in `var/bench`; a cell whose code has not changed since is not run
again (`--again` runs all). A process that takes too much time or memory is ended and listed so.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.cell import MIB
from bench.peers import OURS, PEERS, Peer
from bench.report import write_report

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "bench"
SIZES = (10_000, 100_000, 1_000_000)
LEAST = 1_000
GRACE_S, IDLE_S = 180.0, 60.0


def main(arguments: Sequence[str]) -> None:
    """Run what is asked for and write `docs/BENCHMARKS.md` and its chart."""
    asked = _parse(arguments)
    begun = time.perf_counter()
    for cases in asked.sizes:
        for peer in PEERS:
            if asked.engines and peer.name not in asked.engines:
                continue
            run_cell(peer, cases, asked)
    write_report(KEPT, asked.sizes, ROOT / "docs")
    print(f"{time.perf_counter() - begun:.0f} s in all; docs/BENCHMARKS.md is written")


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", help="cases of the histories, by spaces or commas")
    parser.add_argument("--engines", nargs="*", help="only these, by their file in bench/engines")
    parser.add_argument("--again", action="store_true", help="also what has been measured")
    parser.add_argument("--limit", type=float, default=300.0, help="seconds for the live batches")
    parser.add_argument("--load-limit", type=float, default=3_600.0, help="and for the history")
    parser.add_argument("--memory", type=float, default=0.6, help="share of the machine's memory")
    asked = parser.parse_args(arguments)
    words = " ".join(asked.sizes).replace(",", " ").split()
    try:
        asked.sizes = sorted({int(word) for word in words}) or SIZES
    except ValueError as wrong:
        parser.error(f"sizes are whole numbers of cases: {wrong}")
    if min(asked.sizes) < LEAST:
        parser.error(f"sizes: a history has at least {LEAST} cases; write 10000, not 10,000")
    return asked


def run_cell(peer: Peer, cases: int, asked: argparse.Namespace) -> None:
    """Measure one engine over one history, unless it has been."""
    folder = KEPT / str(cases)
    folder.mkdir(parents=True, exist_ok=True)
    result, key = folder / f"{peer.name}.json", f"{code_key(peer)}/{asked.limit:.0f}"
    if not asked.again and result.exists() and json.loads(result.read_text()).get("key") == key:
        print(f"{peer.title}, {cases:,} cases: measured before")
        return
    begun = time.perf_counter()
    print(f"{peer.title}, {cases:,} cases: ", end="", flush=True)
    for old in (result, folder / f"{peer.name}.npz"):
        old.unlink(missing_ok=True)
    why = _run_process(peer, cases, folder, asked)
    told = json.loads(result.read_text()) if result.exists() else {"batches": [], "stopped": why}
    told |= {"engine": peer.name, "cases": cases, "key": key, "stopped": why or told["stopped"]}
    told["measured_at"] = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
    result.write_text(json.dumps(told))
    print(f"{time.perf_counter() - begun:.0f} s {told['stopped'] or ''}".rstrip(), flush=True)


def _run_process(peer: Peer, cases: int, folder: Path, asked: argparse.Namespace) -> str | None:
    """Why it was ended, or None."""
    python = ROOT / peer.python / "bin" / "python"
    if not python.exists():
        return f"not installed: {peer.python} could not be made"
    command = [str(python), "-m", "bench.cell", peer.name, str(cases), str(folder)]
    with (folder / f"{peer.name}.log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603  # the command is written here
            [*command, str(asked.load_limit), str(asked.limit)], cwd=ROOT, stdout=log, stderr=log
        )
        try:
            return _watch(process, asked)
        finally:
            process.kill()
            process.wait()


def _watch(process: "subprocess.Popen[bytes]", asked: argparse.Namespace) -> str | None:
    until = time.perf_counter() + asked.load_limit + asked.limit + GRACE_S
    most = asked.memory * machine_memory()
    worked, since = 0, time.perf_counter()
    while process.poll() is None:
        if (now := seconds_worked(process.pid)) != worked:
            worked, since = now, time.perf_counter()
        if time.perf_counter() > since + IDLE_S:
            return f"stopped: it stood still for {IDLE_S:.0f} s"
        if time.perf_counter() > until:
            return f"stopped after {asked.load_limit + asked.limit + GRACE_S:.0f} s"
        if memory_of(process.pid) > most:
            return f"stopped at {most / 1024 / MIB:.1f} GiB of memory"
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
    return (
        None if process.returncode == 0 else f"failed with exit {process.returncode}, see its log"
    )


def memory_of(pid: int) -> int:
    """Bytes a process holds; 0 once it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    except (OSError, IndexError):
        return 0


def seconds_worked(process_id: int) -> int:
    """Whole seconds of the processor a process has used; 0 once it has ended."""
    try:
        fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) // os.sysconf("SC_CLK_TCK")


def machine_memory() -> int:
    """Bytes of memory in the machine."""
    line = Path("/proc/meminfo").read_text().splitlines()[0]
    return int(line.split()[1]) * 1024


def code_key(peer: Peer) -> str:
    """What decides a cell's numbers: the benchmark's code and locks, and for ours the engine's."""
    bench = ROOT / "bench"
    files: Iterable[Path] = [
        *(bench / f"{name}.py" for name in ("acts", "history", "stream", "cell", "columns")),
        *(bench / "engines" / f"{name}.py" for name in (peer.name, "casebook", "sqlfiles")),
        *sorted((bench / "engines" / "sql").glob(f"{peer.name.split('_')[0]}_*.sql")),
        bench / ("pathway.lock" if "pathway" in peer.python else "requirements.lock"),
    ]
    if peer.name == OURS:
        files = [*files, *sorted((ROOT / "pipelines").rglob("*.py"))]
        files = [*files, *sorted((ROOT / "pipelines").rglob("*.sql"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


if __name__ == "__main__":
    main(sys.argv[1:])
