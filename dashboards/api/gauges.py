"""The gauges of one server: what Prometheus and the health page see as it is now.

None of them reads the database, so they are there in any trouble, which is when they are needed.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from dashboards.api.measured import Measured
from dashboards.context import Context


def put_gauges(context: Context, screens: Callable[[], int]) -> None:
    """Have the server's measures know the server."""
    hub, live = context.hub, context.live

    def behind(instant: datetime | None) -> float | None:
        return None if instant is None else (context.clock() - instant).total_seconds()

    context.measured.watch(
        (
            ("queue_events", "Events that wait for the database", lambda: hub.depth),
            ("ticks_failing", "1 while ticks fail and are tried again", lambda: bool(hub.trouble)),
            (
                "data_lag_seconds",
                "City's clock minus the newest event's time",
                lambda: behind(hub.newest_at),
            ),
            (
                "snapshot_age_seconds",
                "City's clock minus the instant of the shown snapshot",
                lambda: behind(live.shown_at),
            ),
            ("screens_connected", "Screens that listen on the socket", screens),
            (
                "reads_in_progress",
                "Reads over HTTP that the database works on",
                lambda: context.readers.busy,
            ),
        )
    )


def service(measured: Measured) -> dict[str, Any]:
    """The answer to the read `Service`."""
    value = measured.value
    return {
        "queue_events": value("queue_events"),
        "ticks_failing": bool(value("ticks_failing")),
        "tick_p50_s": measured.tick_seconds.quantile(0.5),
        "tick_p99_s": measured.tick_seconds.quantile(0.99),
        "lag_s": value("data_lag_seconds"),
        "snapshot_age_s": value("snapshot_age_seconds"),
        "screens": value("screens_connected"),
        "frame_p50_bytes": measured.frame_bytes.quantile(0.5),
        "frame_p99_bytes": measured.frame_bytes.quantile(0.99),
        "reads_in_progress": value("reads_in_progress"),
        "reads_refused": measured.reads_refused,
    }
