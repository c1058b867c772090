"""The 15-minute promise: the ring of today's first responses, and the cases still running.

The share is the catalogue's own metric; the countdowns go on by themselves between two frames.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import pi
from typing import Any

from dashboards.i18n import Lang, pack_lang, t
from dashboards.panels.format import count, instant_text, one_decimal
from dashboards.panels.marks import heading, metric, raw, shape, short
from dashboards.panels.panel import Panel, Props
from dashboards.panels.tree import Node, div, el, span
from dashboards.snapshot import Snapshot
from pipelines.reads import Countdowns, FirstResponses, Numbers

SHARE = Numbers(keys=("first_response_15min_rate",), window="today")
SPLIT = FirstResponses()
RUNNING = Countdowns(limit=10)
READS = (SHARE, SPLIT, RUNNING)
PARTS = (
    ("within", "good"),
    ("late_answered", "watch"),
    ("late_unanswered", "late"),
    ("running", "running"),
)
RADIUS, SHOWN, LEAST_ARC = 57.0, 5, 3.0


def render(panel: Panel, snapshot: Snapshot, lang: Lang) -> Props:
    """Ring, legend with counts, and the most urgent countdowns."""
    split = snapshot.get(SPLIT)
    if split is None:
        return {"state": "loading"}
    share = getattr((snapshot.get(SHARE) or {}).get("first_response_15min_rate"), "value", None)
    shown = panel.options.get("rows", SHOWN)
    cases = (snapshot.get(RUNNING) or [])[:shown]
    tree = div(
        "response",
        heading(panel.title(lang), span("note", t(lang, "response.note"))),
        _ring(split, share),
        div("legend", *(_line(part, status, split[part], lang) for part, status in PARTS)),
        _list(cases, snapshot, lang),
    )
    return {"state": "live", "tree": tree}


def _ring(split: Mapping[str, int], share: float | None) -> Node:
    arcs = ring_arcs([split[part] for part, _ in PARTS[:3]])
    strokes = [
        el("circle", {"class": f"arc arc-{status}", "cx": 66, "cy": 66, "r": RADIUS} | arc)
        for (_, status), arc in zip(PARTS, arcs, strict=False)
        if arc
    ]
    base = el("circle", {"class": "arc arc-none", "cx": 66, "cy": 66, "r": RADIUS})
    drawing = el("svg", {"viewBox": "0 0 132 132", "aria-hidden": "true"}, base, *strokes)
    number = metric("first_response_15min_rate", share, one_decimal(share), "ring-number")
    return div("ring", drawing, div("ring-text", number, span("unit", "%")))


def ring_arcs(counts: Sequence[int]) -> list[dict[str, str]]:
    """Arcs of one ring as dash attributes, clockwise from the top; empty for a part of none.

    A part too small to be seen is drawn three pixels long, over the end of the part before it.
    """
    whole, length, start = sum(counts), 2 * pi * RADIUS, 0.0
    arcs: list[dict[str, str]] = []
    for part in counts:
        exact = length * part / whole if whole else 0.0
        drawn = max(exact, LEAST_ARC)
        begin = start - (drawn - exact)
        dash = f"{drawn:.2f} {length:.2f}"
        arcs.append({"stroke-dasharray": dash, "stroke-dashoffset": f"{-begin:.2f}"})
        start += exact
    return [arc if part else {} for arc, part in zip(arcs, counts, strict=True)]


def _line(part: str, status: str, value: int, lang: Lang) -> Node:
    css = "num row-number late" if status == "late" and value else "num row-number"
    return div(
        "legend-line",
        shape(status),
        span("second", t(lang, f"response.{part}")),
        span(css, count(value), data_part=part, data_count=raw(value)),
    )


def _list(cases: Sequence[Mapping[str, Any]], snapshot: Snapshot, lang: Lang) -> Node:
    if not cases:
        return div("countdowns", div("calm", shape("good"), t(lang, "response.none")))
    return div("countdowns", *(countdown(case, snapshot, lang) for case in cases))


def countdown(case: Mapping[str, Any], snapshot: Snapshot, lang: Lang) -> Node:
    """One running case; the browser writes what is left until `data-deadline` every second."""
    left = case["deadline"] - snapshot.as_of
    late = case["state"] == "late"
    label, words = snapshot.city.label, pack_lang(lang)
    zone = label("zone", case["zone"], words) if case["zone"] else t(lang, "none")
    mark = span("count-mark", shape("late" if late else "watch" if urgent(left) else "running"))
    return div(
        "countdown is-late" if late else "countdown",
        mark,
        span("num count-left", data_left="", data_own=""),
        div("track", div("track-fill", data_own="")),
        short("", label("category", case["category"], words)),
        short("second end", zone),
        data_row=case["id"],
        data_case=case["id"],
        data_deadline=instant_text(case["deadline"]),
    )


def urgent(left: timedelta) -> bool:
    """Within the last five minutes of the promise."""
    return left < timedelta(minutes=5)
