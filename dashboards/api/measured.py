"""What the server measures of itself, in a registry of its own so that a process may hold two.

Names are Prometheus's: base units, the unit last, `_total` for what only grows. A value that is
unknown is NaN there and None on the health page.
"""

import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from threading import Lock

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from pipelines.hub import TickReport

PREFIX = "citysense_"
SECONDS = (
    0.005, 0.01, 0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75,
    1.0, 1.5, 2.5, 5.0, 10.0,
)  # fmt: skip
BYTES = (256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576)
REASONS = ("busy", "too_long")
LATEST = 1_000


class Latest:
    """The latest values of something, for quantiles finer than a histogram's buckets."""

    def __init__(self) -> None:
        self._values: deque[float] = deque(maxlen=LATEST)
        self._lock = Lock()

    def add(self, value: float) -> None:
        """One more; the oldest goes."""
        with self._lock:
            self._values.append(value)

    def quantile(self, share: float) -> float | None:
        """The least value that `share` of them do not exceed, None of none."""
        with self._lock:
            ordered = sorted(self._values)
        return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else None


class Measured:
    """Counters, histograms and gauges of one server."""

    def __init__(self, version: str) -> None:
        self.registry = CollectorRegistry()
        build = Gauge(f"{PREFIX}build_info", "What runs", ["version"], registry=self.registry)
        build.labels(version=version).set(1)
        self._accepted = self._counter("events_accepted", "Events taken into the log")
        self._duplicate = self._counter("events_duplicate", "Events that were known already")
        self._rejected = self._counter(
            "events_rejected", "Events that failed the checks, at the door, of sources and imports"
        )
        self._ticks = self._histogram(
            "tick_seconds", "Time of one tick: append, fold, apply, commit", SECONDS
        )
        self._frames = self._histogram(
            "frame_bytes", "Size of one frame, before it goes to its screens", BYTES
        )
        self._sent = self._counter("frames_sent", "Frames sent, each to one screen")
        self._sent_bytes = self._counter("frames_sent_bytes", "Bytes of frames sent to all screens")
        self._reads = self._histogram("read_seconds", "Time of one read over HTTP", SECONDS)
        self._refused = self._counter(
            "reads_refused",
            "Reads over HTTP that were not answered: too many at once, or over their time",
            "reason",
        )
        for why in REASONS:
            self._refused.labels(reason=why)
        self.tick_seconds, self.frame_bytes = Latest(), Latest()

    def ticked(self, report: TickReport) -> None:
        """Count what one tick did."""
        self._accepted.inc(report.accepted)
        self._duplicate.inc(report.duplicate)
        self._ticks.observe(report.seconds)
        self.tick_seconds.add(report.seconds)

    def rejected(self, count: int) -> None:
        """Count events that were refused."""
        self._rejected.inc(count)

    def framed(self, size: int, screens: int) -> None:
        """Count one frame that went to so many screens."""
        if screens:
            self._frames.observe(size)
            self._sent.inc(screens)
            self._sent_bytes.inc(size * screens)
            self.frame_bytes.add(size)

    def read(self, seconds: float) -> None:
        """Count a read that was answered."""
        self._reads.observe(seconds)

    def read_refused(self, reason: str) -> None:
        """Count a read that was not, by one of REASONS."""
        self._refused.labels(reason=reason).inc()

    @property
    def reads_refused(self) -> float:
        """All of them, whatever the reason."""
        return sum(self.value("reads_refused_total", {"reason": why}) or 0 for why in REASONS)

    def watch(self, gauges: Iterable[tuple[str, str, Callable[[], float | None]]]) -> None:
        """Gauges by name, help and what gives their value whenever somebody asks."""
        for name, said, now in gauges:
            gauge = Gauge(f"{PREFIX}{name}", said, registry=self.registry)
            gauge.set_function(_number(now))

    def value(self, name: str, labels: Mapping[str, str] | None = None) -> float | None:
        """A sample as it is now, None while it is unknown."""
        found = self.registry.get_sample_value(f"{PREFIX}{name}", dict(labels or {}))
        return None if found is None or math.isnan(found) else found

    def text(self) -> bytes:
        """The exposition text."""
        return generate_latest(self.registry)

    def _counter(self, name: str, said: str, *labels: str) -> Counter:
        return Counter(f"{PREFIX}{name}", said, labels, registry=self.registry)

    def _histogram(self, name: str, said: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(f"{PREFIX}{name}", said, buckets=buckets, registry=self.registry)


def _number(now: Callable[[], float | None]) -> Callable[[], float]:
    def value() -> float:
        found = now()
        return math.nan if found is None else float(found)

    return value
