"""What citysense's reads, its rebuild and its check cost over one history: `make bench-reads`.

Prints a line a measurement and writes them to `var/bench/reads-CASES.json`. The history and half a
day are those of the benchmark; exact quantiles come from pandas over the same acts.
"""

import json
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import numpy as np

from bench.acts import DAY, TODAY
from bench.engines.citysense import Citysense, instant
from bench.exact import exact_quantiles
from bench.ground import read_ground
from bench.history import history
from bench.run import KEPT
from bench.stream import batches
from pipelines.metrics import Query, evaluate

CASES = 100_000
BATCHES = (1_000,) * 10
KEYS = ("reported", "closed", "closed_on_time", "closed_late", "on_time_closing_rate",
        "open", "open_overdue", "handling_p50_h", "handling_p90_h")  # fmt: skip
OFTEN, SELDOM = 50, 5
Measured = dict[str, Any]


def main(cases: int) -> None:
    """Load, measure, print and write."""
    place = KEPT / f"reads-{cases}.store"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    engine = Citysense(place, read_ground())
    try:
        found = measure(engine, cases)
    finally:
        engine.close()
        shutil.rmtree(place)
    for name, value in found.items():
        print(f"{name}: {value}")
    (KEPT / f"reads-{cases}.json").write_text(json.dumps(found, indent=2) + "\n")


def measure(
    engine: Citysense,
    cases: int,
    *,
    often: int = OFTEN,
    seldom: int = SELDOM,
    progress: Callable[[str], None] = lambda said: print(said, file=sys.stderr),
) -> Measured:
    """Every measurement over a fresh engine, by what was measured."""
    progress(f"loading {cases:,} cases")
    begun = time.perf_counter()
    engine.load(history(cases, engine.ground))
    loaded_s = time.perf_counter() - begun
    stream = batches(cases, engine.ground, BATCHES)
    for batch in stream:
        engine.tick(engine.prepare(batch.acts), batch.as_of)
    as_of = stream[-1].as_of
    progress("reading")
    reads = {
        name: timed(engine, query, often if name == "today by cell" else seldom)
        for name, query in queries(as_of).items()
    }
    errors = quantile_errors(engine, cases, as_of)
    progress("rebuilding and verifying")
    return {
        "cases": cases,
        "history loaded, s": round(loaded_s, 2),
        **reads,
        **errors,
        **derive(engine),
    }


def queries(as_of: int) -> Mapping[str, Query]:
    """The questions that are timed, by name."""
    now, today = instant(as_of), instant(TODAY)
    tomorrow, year, month = instant(TODAY + DAY), timedelta(days=365), timedelta(days=30)
    of_year = Query(keys=KEYS, start=tomorrow - year, end=tomorrow, as_of=now, by="month")
    compared = Query(
        keys=KEYS, start=of_year.start, end=tomorrow, as_of=now, by="month", compare=True
    )
    past = Query(
        keys=KEYS, start=now - month - year, end=now - month, as_of=now - month, by="month"
    )
    return {
        "today by cell": Query(keys=KEYS, start=today, end=tomorrow, as_of=now, by="cell"),
        "a year by month": of_year,
        "a year by month, compared": compared,
        "a year by month, as it stood a month ago": past,
    }


def timed(engine: Citysense, query: Query, times: int) -> Mapping[str, float]:
    """Milliseconds of one question asked again and again: first, median, 99th percentile."""
    spans = []
    for _ in range(times):
        begun = time.perf_counter()
        evaluate(engine.engine, engine.catalogue, query)
        spans.append(1000 * (time.perf_counter() - begun))
    return {
        "first_ms": round(spans[0], 1),
        "p50_ms": round(float(np.quantile(spans, 0.5)), 1),
        "p99_ms": round(float(np.quantile(spans, 0.99)), 1),
        "times": times,
    }


def quantile_errors(engine: Citysense, cases: int, as_of: int) -> Measured:
    """How far quantiles are off, of today by cell and of a year by month: the worst, in percent."""
    asked = queries(as_of)
    exact = exact_quantiles(cases, engine.ground, BATCHES)
    found: Measured = {}
    for name, share in (("handling_p50_h", 0.5), ("handling_p90_h", 0.9)):
        for question in ("today by cell", "a year by month"):
            query = asked[question]
            values = evaluate(engine.engine, engine.catalogue, query)[KEYS.index(name)]
            wanted = exact(query.by or "", query.start, query.end, share)
            given = {row.by: row.value or 0.0 for row in values.rows}
            off = [abs(given.get(by, 0.0) / value - 1) for by, value in wanted.items() if value]
            found[f"{name}, {question}: worst of {len(off)}, % off"] = round(100 * max(off), 4)
    return found


def derive(engine: Citysense) -> Measured:
    """Events a second of a rebuild, and what a verification finds and takes."""
    begun = time.perf_counter()
    engine.engine.rebuild()
    rebuilt_s = time.perf_counter() - begun
    begun = time.perf_counter()
    differences = engine.engine.verify()
    return {
        "events in the log": engine.events,
        "rebuild, s": round(rebuilt_s, 2),
        "rebuild, events/s": round(engine.events / rebuilt_s),
        "verify, s": round(time.perf_counter() - begun, 2),
        "verify, differences": len(differences),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
