"""The server itself as it runs: what waits, what a tick takes, how old data and screens are.

Beside the health of the data, because a silent source and a slow server look alike on a wall.
"""

from collections.abc import Mapping
from typing import Any

from dashboards.i18n import Lang, t
from dashboards.panels.format import count
from dashboards.panels.health import seconds
from dashboards.panels.marks import raw, shape
from dashboards.panels.panel import Panel, Props
from dashboards.panels.tree import Node, div, el, span
from dashboards.snapshot import Service, Snapshot

READS = (Service(),)
SLOW_TICK_S, OLD_PICTURE_S = 1.0, 10.0
Found = Mapping[str, Any]


def render(panel: Panel, snapshot: Snapshot, lang: Lang) -> Props:
    """A row of numbers; one that needs somebody carries its mark."""
    found: Found | None = snapshot.get(Service())
    if found is None:
        return {"state": "loading"}
    heading = el("h2", {}, panel.title(lang))
    return {"state": "live", "tree": div("service", heading, div("sums", *_sums(found, lang)))}


def _sums(found: Found, lang: Lang) -> tuple[Node, ...]:
    slowest, age, failing = found["tick_p99_s"], found["snapshot_age_s"], found["ticks_failing"]
    most = size(found["frame_p99_bytes"])
    queue = t(lang, "service.failing" if failing else "service.queue")
    return (
        _sum("queue_events", count(found["queue_events"]), queue, found, "late" if failing else ""),
        _sum("tick_p50_s", span_text(found["tick_p50_s"]), t(lang, "service.tick"), found),
        _sum("tick_p99_s", span_text(slowest), t(lang, "service.tick_slowest"), found,
             _over(slowest, SLOW_TICK_S)),
        _sum("lag_s", span_text(found["lag_s"]), t(lang, "service.lag"), found),
        _sum("snapshot_age_s", span_text(age), t(lang, "service.age"), found,
             _over(age, OLD_PICTURE_S)),
        _sum("screens", count(found["screens"]), t(lang, "service.screens"), found),
        _sum("frame_p50_bytes", size(found["frame_p50_bytes"]),
             t(lang, "service.frame", most=most), found),
        _sum("reads_in_progress", count(found["reads_in_progress"]),
             t(lang, "service.reads", refused=count(found["reads_refused"])), found),
    )  # fmt: skip


def _sum(name: str, text: str, said: str, found: Found, status: str = "") -> Node:
    mark = shape(status, 16) if status else None
    known = {"class": "num", "data-service": name, "data-count": raw(found[name])}
    return div("sum", mark, el("strong", known, text), span("second", said))


def _over(value: float | None, most: float) -> str:
    return "watch" if value is not None and value > most else ""


def span_text(span_s: float | None) -> str:
    """Like every span of the page, and below a second in milliseconds."""
    if span_s is None or span_s >= 1:
        return seconds(span_s)
    return f"{1000 * span_s:.0f} ms"


def size(bytes_: float | None) -> str:
    """Bytes in their largest sensible unit."""
    if bytes_ is None:
        return "—"
    if bytes_ < 1000:
        return f"{bytes_:.0f} B"
    return f"{bytes_ / 1000:,.1f} kB" if bytes_ < 1e6 else f"{bytes_ / 1e6:,.1f} MB"
