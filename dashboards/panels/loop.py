"""The loop's six steps: what was done today at each, and what waits there now."""

from collections.abc import Mapping
from typing import Any

from dashboards.i18n import Lang, t
from dashboards.panels.format import count
from dashboards.panels.marks import raw
from dashboards.panels.panel import Panel, Props
from dashboards.panels.tree import Node, div, el, span
from dashboards.snapshot import Snapshot
from pipelines.reads import Waiting

READS = (Waiting(),)
STEPS = ("intake", "dispatch", "urge", "close", "evaluate", "call_back")
BAR = {"zh-CN": 122, "en": 88}


def render(panel: Panel, snapshot: Snapshot, lang: Lang) -> Props:
    """Six rows, their bars on one scale."""
    steps = snapshot.get(Waiting())
    if not steps:
        return {"state": "loading"}
    most = max((steps[step]["acts"] for step in STEPS if step in steps), default=0) or 1
    head = div(
        "head",
        el("h2", {}, panel.title(lang)),
        span("note col-acts", t(lang, "loop.today")),
        span("note col-waits", t(lang, "loop.waiting")),
    )
    rows = [_row(step, steps[step], most, lang) for step in STEPS if step in steps]
    return {"state": "live", "tree": div("loop", head, *rows)}


def _row(step: str, counts: Mapping[str, Any], most: int, lang: Lang) -> Node:
    width = round(BAR[lang] * counts["acts"] / most, 1)
    earlier = counts.get("earlier") if step == "close" else None
    return div(
        "step",
        span("step-name", t(lang, f"loop.step.{step}")),
        div(
            "step-bar",
            div("bar", style=f"width:{width}px"),
            span("third", t(lang, "loop.earlier", n=count(earlier))) if earlier else None,
        ),
        span("num row-number", count(counts["acts"]), data_acts=raw(counts["acts"])),
        span("second", t(lang, f"loop.waits.{step}")),
        span("num row-number", count(counts["waiting"]), data_waiting=raw(counts["waiting"])),
        data_step=step,
    )
