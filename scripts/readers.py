"""What many readers do to ticks: `python -m scripts.readers [SECONDS] [SCREENS] [ANALYSTS]`.

The demo makes the city, then a server without it has the city alone, so that every tick is one of
the reports posted here. First there is one screen, then the crowd comes: screens that only take
frames, and analysts who ask one question after another. Beside the tick's seconds, as the server
tells them, stands how long a report takes to a screen.
"""

import json
import multiprocessing
import random
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from pipelines.clock import Clock, ShiftedClock
from pipelines.tokens import tokens_beside
from scripts.crowd import analyse, watch
from scripts.demo import demo_server, server
from scripts.latency import Seen, event, first_above, listen, now_of, spread

PAUSE_S, AT_ONCE = 0.5, 20
TICK = "citysense_tick_seconds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """What was measured over some time: the tick's buckets, and each report's way to a screen."""

    buckets: dict[float, float]
    mean_s: float
    seen_s: Sequence[float]

    def tick(self, share: float) -> float:
        """A quantile of the tick's seconds, straight between the bounds of its bucket."""
        wanted, low, below = share * max(self.buckets.values()), 0.0, 0.0
        for bound, count in sorted(self.buckets.items()):
            if count >= wanted and count > below:
                return low + (min(bound, 60.0) - low) * (wanted - below) / (count - below)
            low, below = bound, count
        return low


def main(seconds: float, screens: int, analysts: int) -> None:
    """Print both phases and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        token = tokens_beside(str(Path(folder) / "city.duckdb")).add("readers", "events")
        with demo_server(Path(folder)) as url:
            at = now_of(url) + timedelta(minutes=1)
        with server(Path(folder), "serve", "--clock", at.isoformat()) as url:
            heard, clock = listen(url), ShiftedClock(now_of(url))
            alone = measure(url, token, clock, heard, seconds, first=0)
            told("alone", alone)
            with crowd(url, screens, analysts):
                threading.Event().wait(5)
                many = measure(url, token, clock, heard, seconds, first=100_000)
                shown = samples(url)
            told(f"{screens} screens, {analysts} analysts", many)
            print(f"ticks are {many.mean_s / alone.mean_s:.2f} times as long in the mean,")
            print(f"{many.tick(0.5) / alone.tick(0.5):.2f} at p50, ", end="")
            print(f"{many.tick(0.99) / alone.tick(0.99):.2f} at p99")
            for name in ("screens_connected", "frames_sent_total", "frames_sent_bytes_total"):
                print(f"{name:24} {shown[f'citysense_{name}']:,.0f}")


def told(name: str, phase: Phase) -> None:
    """One phase in a line."""
    tick = f"mean {1000 * phase.mean_s:.0f}, p50 {1000 * phase.tick(0.5):.0f}"
    print(f"{name}: tick {tick}, p99 {1000 * phase.tick(0.99):.0f} ms, ", end="")
    print(f"{max(phase.buckets.values()):.0f} ticks; report to frame {spread(phase.seen_s)}")


def measure(url: str, token: str, clock: Clock, heard: Seen, seconds: float, first: int) -> Phase:
    """Post reports for so long, some after others have been seen."""
    before, number, seen, until = samples(url), first, [], time.monotonic() + seconds
    while time.monotonic() < until:
        value = heard[-1][0] if heard else 0.0
        begun = time.time()
        post(url, token, [event(clock(), number + more) for more in range(AT_ONCE)])
        seen.append(first_above(heard, value) - begun)
        number += AT_ONCE
        threading.Event().wait(random.uniform(0.5, 1.5) * PAUSE_S)  # noqa: S311  # no beat
    after = samples(url)
    change = {name: value - before.get(name, 0) for name, value in after.items()}
    buckets = {
        float(name.split('"')[1]): value
        for name, value in change.items()
        if name.startswith(f"{TICK}_bucket")
    }
    mean_s = change[f"{TICK}_sum"] / max(1.0, change[f"{TICK}_count"])
    return Phase(buckets=buckets, mean_s=mean_s, seen_s=seen)


def post(url: str, token: str, events: Sequence[dict[str, Any]]) -> None:
    """A batch through the door."""
    headers = {"Content-Type": "application/cloudevents-batch+json"}
    request = urllib.request.Request(
        f"{url}/api/v1/events",
        data=json.dumps(events).encode(),
        headers=headers | {"Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        if json.load(answer)["accepted"] != len(events):
            raise SystemExit("not all reports were taken")


def samples(url: str) -> dict[str, float]:
    """What the server measures, by name with labels."""
    with urllib.request.urlopen(f"{url}/metrics", timeout=60) as answer:
        lines = answer.read().decode().splitlines()
    pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


@contextmanager
def crowd(url: str, screens: int, analysts: int) -> Iterator[list[str]]:
    """Screens and analysts in a process each; what they say of their time is there at the end."""
    spawn = multiprocessing.get_context("spawn")
    ended, said = spawn.Event(), spawn.Queue()
    reports: list[str] = []
    processes = [
        spawn.Process(target=work, args=(url, count, ended, said), daemon=True)
        for work, count in ((watch, screens), (analyse, analysts))
    ]
    for process in processes:
        process.start()
    try:
        yield reports
        ended.set()
        reports += [said.get(timeout=60) for _ in processes]
    finally:
        ended.set()
        for process in processes:
            process.join(timeout=30)
            process.terminate()
        print("\n".join(reports))


if __name__ == "__main__":
    given = [float(word) for word in sys.argv[1:]]
    seconds, screens, analysts = (*given, *(60.0, 200.0, 32.0)[len(given) :])
    main(seconds, int(screens), int(analysts))
