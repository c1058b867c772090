"""The day by hour against the usual day: the band is the middle 80 % of the same weekday."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboards.i18n import Lang, t
from dashboards.panels.format import clock_time, count
from dashboards.panels.panel import Panel, Props
from dashboards.panels.tree import Node, div, el, span
from dashboards.snapshot import Snapshot
from pipelines.reads import UsualDay

READS = (UsualDay(),)
LEFT, TOP, HEIGHT = 54.0, 62.0, 96.0
Point = tuple[float, float]


def render(panel: Panel, snapshot: Snapshot, lang: Lang) -> Props:
    """Reports and closings of each hour gone, over the usual median and its band."""
    day = snapshot.get(UsualDay())
    if day is None:
        return {"state": "loading"}
    width = float(panel.options.get("width", 450)) - LEFT - 20
    now = clock_time(snapshot.as_of, snapshot.city, seconds=False)
    plot = Plot(width, *scale_of(day["hours"]))
    tree = div("hours", _head(panel, lang), plot.drawing(day), *plot.words(day["now_hour"], now))
    return {"state": "live", "tree": tree}


def scale_of(hours: Sequence[Mapping[str, Any]]) -> tuple[float, int]:
    """(what the top of the plot stands for, grid step): the largest 1, 2 or 5 × 10ⁿ drawn twice."""
    shown = ("reported", "closed", "p90")
    most = max((row.get(key) or 0 for row in hours for key in shown), default=0)
    steps = [lead * 10**power for power in range(7) for lead in (1, 2, 5)]
    step = max((step for step in steps if 2 * step <= most), default=1)
    return max(most, 2 * step), step


def _head(panel: Panel, lang: Lang) -> Node:
    return div(
        "head",
        el("h2", {}, panel.title(lang)),
        span("third", t(lang, "hours.unit")),
        span("key key-reported", t(lang, "hours.reported")),
        span("key key-closed", t(lang, "hours.closed")),
        span("key key-usual", t(lang, "hours.usual")),
    )


class Plot:
    """Places hours and counts on the panel's pixels."""

    def __init__(self, width: float, top: float, step: int) -> None:
        self.width, self.top = width, top
        self.marks = (0, step, 2 * step)

    @property
    def whole(self) -> float:
        """The drawing's width, which is stretched to the panel's."""
        return LEFT + self.width + 20

    def share(self, hour: float) -> str:
        """An hour's place in the panel, whatever its width."""
        return f"left:{100 * self.x(hour) / self.whole:.2f}%"

    def x(self, hour: float) -> float:
        return round(LEFT + self.width * hour / 24, 1)

    def y(self, value: float) -> float:
        return round(TOP + HEIGHT * (1 - value / self.top), 1)

    def line(self, hours: Sequence[Mapping[str, Any]], key: str, until: float = 24) -> str:
        """One value an hour, drawn at the middle of the hour; hours not ended are left out."""
        known = [row for row in hours if row.get(key) is not None and row["hour"] + 1 <= until]
        return path([(self.x(row["hour"] + 0.5), self.y(row[key])) for row in known])

    def drawing(self, day: Mapping[str, Any]) -> Node:
        hours, now = day["hours"], day["now_hour"]
        lines = [
            el("path", {"class": "grid-line", "d": self.grid()}),
            el("path", {"class": "usual-band", "d": self.band(hours)}),
            el("path", {"class": "usual-line", "d": self.line(hours, "median")}),
            el("path", {"class": "closed-line", "d": self.line(hours, "closed", now)}),
            el("path", {"class": "reported-line", "d": self.line(hours, "reported", now)}),
            el("path", {"class": "now-line", "d": f"M{self.x(now)} {TOP - 12:g}V{TOP + HEIGHT:g}"}),
        ]
        box = {"class": "fill", "viewBox": f"0 0 {self.whole:g} 192"}
        return el("svg", box | {"preserveAspectRatio": "none", "aria-hidden": "true"}, *lines)

    def grid(self) -> str:
        end = LEFT + self.width
        heights = (self.y(mark) for mark in self.marks)
        return "".join(f"M{LEFT:g} {height}H{end:g}" for height in heights)

    def band(self, hours: Sequence[Mapping[str, Any]]) -> str:
        known = [row for row in hours if row.get("p10") is not None and row.get("p90") is not None]
        above = [(self.x(row["hour"] + 0.5), self.y(row["p90"])) for row in known]
        below = [(self.x(row["hour"] + 0.5), self.y(row["p10"])) for row in reversed(known)]
        return path(above + below) + "Z" if known else ""

    def words(self, now_hour: float, now: str) -> list[Node]:
        heights = [(mark, self.y(mark)) for mark in self.marks]
        left = [span("tick-y", count(value), style=f"top:{y - 10}px") for value, y in heights]
        free = [hour for hour in (0, 6, 12, 18, 24) if abs(hour - now_hour) > 2.6]
        below = [span("tick-x", f"{hour:02d}", style=self.share(hour)) for hour in free]
        return [*left, *below, span("tick-x tick-now", now, style=self.share(now_hour))]


def path(points: Sequence[Point]) -> str:
    """Points joined by straight lines, as an SVG path; empty for none."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) if points else ""
