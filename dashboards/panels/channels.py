"""Five channels flow into one door: widths are exact, the other side of the door is one number."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.i18n import Lang, pack_lang, t
from dashboards.panels.format import clock_time, count
from dashboards.panels.marks import heading, metric, raw, short
from dashboards.panels.panel import Panel, Props
from dashboards.panels.tree import Node, div, el, span
from dashboards.snapshot import Snapshot
from pipelines.reads import Numbers, UsualDay

BY_CHANNEL = Numbers(keys=("reported",), window="today", by="channel")
WHOLE = Numbers(keys=("reported", "repeat_reporters"), window="today")
READS = (BY_CHANNEL, WHOLE, UsualDay())
TOP, HEIGHT, LEFT, DOOR, ROW = 50.0, 152.0, 234, 294, 26.0
ROWS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One flow: where it starts and where it meets the door, and how wide it is, in pixels."""

    left: float
    right: float
    width: float


def render(panel: Panel, snapshot: Snapshot, lang: Lang) -> Props:
    """The flow of today's reports by channel, with the usual and those who came again."""
    whole = snapshot.get(WHOLE)
    if not whole:
        return {"state": "loading"}
    rows = channel_rows(snapshot, lang)
    end = clock_time(snapshot.as_of, snapshot.city, seconds=False)
    start = snapshot.city.day_start.strftime("%H:%M")
    return {
        "state": "live",
        "tree": div(
            "channels",
            heading(
                panel.title(lang), span("note", t(lang, "channels.window", start=start, end=end))
            ),
            *_flow(rows),
            _door(whole, snapshot, lang),
        ),
    }


def channel_rows(snapshot: Snapshot, lang: Lang) -> list[tuple[str, str, float]]:
    """(code, name, reports) of at most five channels, largest first, what is left in the last."""
    found = (snapshot.get(BY_CHANNEL) or {}).get("reported")
    counted = {str(row.by): float(row.value or 0) for row in (found.rows if found else ())}
    for channel in snapshot.city.channels:
        counted.setdefault(channel.code, 0.0)
    label = snapshot.city.label
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    rows = [(code, label("channel", code, pack_lang(lang)), n) for code, n in ranked]
    if len(rows) <= ROWS:
        return rows
    rest = sum(n for _, _, n in rows[ROWS - 1 :])
    return [*rows[: ROWS - 1], ("", t(lang, "channels.other"), rest)]


def bands(values: Sequence[float]) -> list[Band]:
    """Flows of exact widths, spread on the left so that each label has a row of its own."""
    scale = _scale(values)
    widths = [value * scale for value in values]
    right = TOP + (HEIGHT - sum(widths)) / 2
    left, placed = TOP, []
    for index, width in enumerate(widths):
        placed.append(Band(left=left, right=right, width=width))
        right += width
        if index + 1 < len(widths):
            left += width + _gap(width, widths[index + 1])
    return placed


def _gap(above: float, below: float) -> float:
    return max(2.0, ROW - (above + below) / 2)


def _scale(values: Sequence[float]) -> float:
    """The largest pixels per case at which all flows fit, found by halving."""
    low, high = 0.0, HEIGHT / max(sum(values), 1.0)
    for _ in range(24):
        middle = (low + high) / 2
        widths = [value * middle for value in values]
        spread = sum(widths) + sum(map(_gap, widths, widths[1:]))
        low, high = (middle, high) if spread <= HEIGHT else (low, middle)
    return low


def _flow(rows: Sequence[tuple[str, str, float]]) -> list[Node]:
    placed = bands([n for _, _, n in rows])
    paths: list[Node] = []
    for band in placed:
        if band.width:
            paths.append(el("path", {"class": "flow-band", "d": band_path(band)}))
            start = {"x": LEFT, "y": f"{band.left:.1f}", "height": f"{band.width:.1f}"}
            paths.append(el("rect", {"class": "flow-start", "width": 4} | start))
    top, bottom = placed[0].right, placed[-1].right + placed[-1].width
    bar = {"class": "door", "x": DOOR, "y": f"{top - 2:.1f}", "width": 5}
    paths.append(el("rect", bar | {"height": f"{bottom - top + 4:.1f}", "rx": 1}))
    box = {"class": "fill", "viewBox": "0 0 450 228", "aria-hidden": "true"}
    drawing = el("svg", box, _shade(), *paths)
    return [drawing, *(_row(row, band) for row, band in zip(rows, placed, strict=True))]


def _shade() -> Node:
    start = el("stop", {"class": "shade-start", "offset": 0})
    end = el("stop", {"class": "shade-end", "offset": 1})
    return el("defs", {}, el("linearGradient", {"id": "flow-shade"}, start, end))


def band_path(band: Band) -> str:
    """One flow as an SVG path from its start to the door, its width constant at both ends."""
    x0, x1 = LEFT + 4, DOOR
    middle = (x0 + x1) / 2
    top = f"M{x0} {band.left:.1f}C{middle} {band.left:.1f} {middle} {band.right:.1f}"
    low, door = band.left + band.width, band.right + band.width
    back = f"L{x1} {door:.1f}C{middle} {door:.1f} {middle} {low:.1f} {x0} {low:.1f}Z"
    return f"{top} {x1} {band.right:.1f}{back}"


def _row(row: tuple[str, str, float], band: Band) -> Node:
    code, name, value = row
    known = {"data_by": "channel", "data_key": code} if code else {"data_other": raw(value)}
    number = metric("reported", value, count(value), "row-number", **known)
    if not code:
        number = span("num row-number", count(value), **known)
    place = f"top:{band.left + band.width / 2 - 14:.1f}px"
    return div("channel", short("", name), number, style=place)


def _door(whole: dict[str, object], snapshot: Snapshot, lang: Lang) -> Node:
    reported, again = (_value(whole, key) for key in ("reported", "repeat_reporters"))
    usual = (snapshot.get(UsualDay()) or {}).get("usual_so_far")
    usual_text = f"{t(lang, 'channels.usual')} {count(usual)}"
    return div(
        "at-door",
        div("label", t(lang, "channels.reported")),
        metric("reported", reported, count(reported), "big"),
        div("label", usual_text),
        div(
            "label strong",
            t(lang, "channels.repeat") + " ",
            metric("repeat_reporters", again, count(again)),
        ),
    )


def _value(numbers: dict[str, object], key: str) -> float | None:
    return getattr(numbers.get(key), "value", None)
