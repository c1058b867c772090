"""The chart: a small picture a size of batch, median time over the history, both axes by powers
of ten; written as SVG by hand because four line charts need no library."""

import math
from collections.abc import Iterator, Sequence
from html import escape

from bench.peers import OURS, PEERS
from bench.results import Cells
from bench.tables import BATCHES

WIDTH, HEIGHT = 1_000, 640
PANEL_W, PANEL_H, LEFT, TOP = 296, 210, 72, 56
COLOURS = ("#0b57d0", "#b3261e", "#7a5900", "#6a1b9a", "#00695c", "#5d4037", "#c2185b", "#455a64")
MARKS = "●■▲◆▼✚★○"
Point = tuple[int, float]


def draw(cells: Cells) -> str:
    """The whole SVG; an empty picture where nothing was measured."""
    lines = {
        (batch, peer.name): [
            (cases, cell.medians[batch].whole_ms)
            for (cases, name), cell in sorted(cells.items(), key=lambda item: item[0][0])
            if name == peer.name and cell.ranked and batch in cell.medians
        ]
        for batch in BATCHES
        for peer in PEERS
    }
    scale = _Scale([point for line in lines.values() for point in line])
    panels = (
        part
        for place, batch in enumerate(BATCHES)
        for part in _panel(
            place, batch, {peer.name: lines[batch, peer.name] for peer in PEERS}, scale
        )
    )
    return "\n".join([_head(), *panels, *_legend(), "</svg>", ""])


class _Scale:
    """Where a number of cases and a time lie in a panel."""

    def __init__(self, points: Sequence[Point]) -> None:
        cases, spans = [point[0] for point in points] or [1], [p[1] for p in points] or [1.0]
        self.sizes = sorted(set(cases))
        self.low = math.floor(math.log10(min(spans)))
        self.high = max(math.ceil(math.log10(max(spans))), self.low + 1)
        self.first = math.log10(self.sizes[0])
        self.width = max(math.log10(self.sizes[-1]) - self.first, 1)

    def x(self, cases: int) -> float:
        return PANEL_W * (math.log10(cases) - self.first) / self.width

    def y(self, span_ms: float) -> float:
        return PANEL_H * (self.high - math.log10(span_ms)) / (self.high - self.low)


def _panel(place: int, batch: int, lines: dict[str, list[Point]], scale: _Scale) -> Iterator[str]:
    left = LEFT + (place % 2) * (PANEL_W + 70)
    top = TOP + (place // 2) * (PANEL_H + 76)
    yield f'<g transform="translate({left} {top})">'
    events = "event" if batch == 1 else "events"
    yield f'<text y="-12" class="title">{batch:,} {events} a batch</text>'
    yield from _grid(scale)
    for number, peer in enumerate(PEERS):
        points = [(scale.x(cases), scale.y(span)) for cases, span in lines[peer.name]]
        yield from _line(points, number, 3.0 if peer.name == OURS else 1.5)
    yield "</g>"


def _grid(scale: _Scale) -> Iterator[str]:
    for power in range(scale.low, scale.high + 1):
        y = scale.y(10.0**power)
        yield f'<path d="M0 {y:.1f}H{PANEL_W}" class="grid"/>'
        yield f'<text x="-8" y="{y + 4:.1f}" text-anchor="end">{10.0**power:,g} ms</text>'
    for cases in scale.sizes:
        x = scale.x(cases)
        yield f'<text x="{x:.1f}" y="{PANEL_H + 18}" text-anchor="middle">{cases:,}</text>'


def _line(points: Sequence[tuple[float, float]], number: int, width: float) -> Iterator[str]:
    colour = COLOURS[number]
    if len(points) > 1:
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
    for x, y in points:
        yield (
            f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" fill="{colour}">'
            f"{MARKS[number]}</text>"
        )


def _legend() -> Iterator[str]:
    left = LEFT + 2 * PANEL_W + 110
    for number, peer in enumerate(PEERS):
        weight = ' font-weight="bold"' if peer.name == OURS else ""
        yield (
            f'<text x="{left}" y="{TOP + 20 + 26 * number}" fill="{COLOURS[number]}"{weight}>'
            f"{MARKS[number]} {escape(peer.title)}</text>"
        )


def _head() -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="12" fill="#1b1b1b">\n'
        "<title>Median time from a batch to the whole answer, by the cases of the history</title>\n"
        "<style>.grid{stroke:#d5d9de;stroke-width:1}.title{font-size:14px;font-weight:bold}</style>\n"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    )
