"""Writes `BENCHMARKS.md` and `benchmarks.svg` out of the cells that have been run."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import tables
from bench.chart import draw
from bench.history import CASES_A_DAY
from bench.machine import machine
from bench.results import Cells, read_cells
from bench.stream import LATE, MORNING_ACTS, TWICE

HEAD = """# citysense beside its peers

The same live work for every engine: a city's history, then today's events in batches, and after
every batch the wall's question: for each of 26 zones and 743 cells reported, closed, closed on
time, closed late, open, open overdue, on-time closing rate and the 90 % quantile of handling hours.
`bench/acts.py` says exactly what these mean. Every answer of every engine is compared with that of
citysense; an engine that once answers otherwise is listed as such and not ranked. **×** is the time
against citysense's over the same history: ×2 took twice as long, ×0.5 half as long.

![Median time of a batch and its answer by the length of the history](benchmarks.svg)
"""
READS = """citysense alone (`make bench-reads`): milliseconds of a question asked again and again,
median and 99th percentile; how far quantiles are off the exact ones of pandas; all state derived
again from the log; and what a verification, which does that and compares, finds.
"""
FAIR = f"""## What is measured, and how it is fair

* The history has {CASES_A_DAY:,} cases a day (report, dispatch, handling, closing), about 2 % of
  them never closed; the longer it is, the further it goes back, so today is of the same size
  everywhere. It is made from a seed (`bench/history.py`).
* Today begins with {MORNING_ACTS:,} events that are not measured. Then come batches of 1, 100 and
  1,000 in turn, then of 20,000 (`bench/stream.py`). {LATE:.0%} of the events are late by hours to
  two years (reports, closings of old open cases, reopenings of old closed ones, acts that come
  before their report), {TWICE:.0%} are the identical event a second time.
* A time is the median of the batches of that size: from the decoded, checked events until the whole
  answer is there as Python values. Reading JSON is in nobody's time. With citysense that is
  `Engine.tick` and two `evaluate` (by zone, by cell), with its database on the disk.
* Every engine and history has a process of its own, one after another. Ratios are of one machine in
  one run; absolute numbers are this machine's, and it may have had other work.
* Each peer is written in its own idiom, in one file of `bench/engines`, and knows only the five
  kinds of events that occur here, of which the last time of each decides. citysense runs its whole
  engine: 32 kinds of acts of a case and 24 other kinds of events, working-time clocks, each event
  kept as it came, all measures and dimensions, any past instant.
* Servers that maintain views (Materialize, RisingWave, Feldera) are not here: what their Python
  packages install is at most a client of a server that must be run besides.
"""


def write_report(kept: Path, sizes: Sequence[int], docs: Path) -> None:
    """Both files into the folder `docs`."""
    cells = read_cells(kept, sizes)
    docs.mkdir(exist_ok=True)
    (docs / "benchmarks.svg").write_text(draw(cells), "utf-8")
    told = [json.loads(path.read_text()) for path in sorted(kept.glob("reads-*.json"))]
    reads = sorted(told, key=lambda one: int(one["cases"]))
    (docs / "BENCHMARKS.md").write_text(markdown(cells, sizes, reads), "utf-8")


def markdown(cells: Cells, sizes: Sequence[int], reads: Sequence[dict[str, Any]] = ()) -> str:
    """The whole text; `reads` is what `bench.reads` wrote, a history each."""
    shown = [cases for cases in sizes if any(size == cases for size, _ in cells)]
    parts = [HEAD, _how(cells)]
    parts += [part for cases in shown for part in _of_size(cells, cases)]
    parts += ["## How time grows with the history\n", tables.growth(cells, shown)]
    parts += ["## What each gives\n", tables.promises(), "## Where a peer wins, and why\n"]
    parts += ["\n".join(_wins(cells)), *_left_out(cells)]
    if reads:
        parts += ["## Reading, rebuilding and verifying\n", READS, tables.reads(reads)]
    parts.append(FAIR)
    return "\n".join(part.rstrip("\n") + "\n" for part in parts if part)


def _how(cells: Cells) -> str:
    versions = {cell.peer.title: cell.told.get("version") for cell in cells.values()}
    said = "; ".join(f"{title}: {version}" for title, version in versions.items() if version)
    lines = [*machine(), said.replace("citysense: ", "citysense: its DuckDB ")]
    times = sorted(str(cell.told.get("measured_at", "")) for cell in cells.values())
    if times:
        lines.append(f"from {times[0]} to {times[-1]} UTC, one process after another")
    again = '`make bench` runs it, `make bench SIZES="10000 10000000"` over other histories'
    return "\n".join(["## How it was run\n", *(f"* {line}" for line in [*lines, again])])


def _of_size(cells: Cells, cases: int) -> Iterator[str]:
    yield f"## {cases:,} cases before today\n"
    yield "Milliseconds from a batch of so many events to the whole answer, median:\n"
    yield tables.times(cells, cases)
    yield (
        "What that takes of the processor, and besides. Memory is the whole process's, with Python"
        " and the prepared batches; opened is from opening the files to the first answer:\n"
    )
    yield tables.costs(cells, cases)


def _wins(cells: Cells) -> Iterator[str]:
    won: dict[str, list[str]] = {}
    for (cases, name), cell in cells.items():
        ratios = tables.ratios(cells, cases, name)
        faster = {size: ratio for size, ratio in ratios.items() if ratio < 1}
        if faster:
            said = ", ".join(f"{size:,} (×{ratio:.2g})" for size, ratio in faster.items())
            won.setdefault(cell.peer.title, []).append(f"at {cases:,} cases in batches of {said}")
    reasons = {cell.peer.title: cell.peer.wins for cell in cells.values()}
    for title, places in won.items():
        yield f"* **{title}** {'; '.join(places)}. Why: {reasons[title]}."
    if not won:
        yield "Nowhere in this run."


def _left_out(cells: Cells) -> Iterator[str]:
    lines = [
        f"* {cell.peer.title}, {cases:,} cases: {said}"
        for (cases, _), cell in cells.items()
        for said in (cell.told.get("stopped"), cell.wrong and f"other answers, {cell.wrong}",
                     cell.told.get("forgot") and "answered otherwise after it was opened again")
        if said
    ]  # fmt: skip
    if lines:
        yield "## Stopped, not installed, or answering otherwise\n"
        yield "\n".join(lines)
