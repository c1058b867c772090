"""What the server measures of itself, in a registry of its own so that a process may hold two."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from pipelines.hub import Hub, TickReport

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Measured:
    """Counters and gauges of one server; a value that is unknown is NaN, as Prometheus has it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._accepted = self._counter("events_accepted", "Events taken into the log")
        self._duplicate = self._counter("events_duplicate", "Events that were known already")
        self._rejected = self._counter("events_rejected", "Events that failed the checks")
        self._depth = self._gauge("queue_events", "Events that wait for the database")
        self._lag = self._gauge("data_lag_seconds", "City's clock minus the newest event's time")
        self._age = self._gauge("snapshot_age_seconds", "City's clock minus the shown snapshot")
        self._screens = self._gauge("screens_connected", "Screens that listen on the socket")
        self._seconds = Histogram(
            "citysense_tick_seconds",
            "Time of one tick: append, fold, apply, commit",
            buckets=SECONDS,
            registry=self.registry,
        )

    def ticked(self, report: TickReport) -> None:
        """Count what one tick did."""
        self._accepted.inc(report.accepted)
        self._duplicate.inc(report.duplicate)
        self._seconds.observe(report.seconds)

    def rejected(self, count: int) -> None:
        """Count events that were refused at the door."""
        self._rejected.inc(count)

    def text(self, hub: Hub, *, lag_s: float, age_s: float, screens: int) -> bytes:
        """The exposition text, gauges as they are now."""
        self._depth.set(hub.depth)
        self._lag.set(lag_s)
        self._age.set(age_s)
        self._screens.set(screens)
        return generate_latest(self.registry)

    def _counter(self, name: str, help_text: str) -> Counter:
        return Counter(f"citysense_{name}", help_text, registry=self.registry)

    def _gauge(self, name: str, help_text: str) -> Gauge:
        return Gauge(f"citysense_{name}", help_text, registry=self.registry)
