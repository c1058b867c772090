"""On-time closing, honest: open overdue cases count, and the flattering share stands beside it."""

from collections.abc import Mapping
from typing import Any

from dashboards.i18n import Lang, t
from dashboards.panels.format import count, one_decimal
from dashboards.panels.marks import heading, metric, raw, shape
from dashboards.panels.panel import Panel, Props
from dashboards.panels.tree import Node, div, span
from dashboards.panels.windows import seven_days
from dashboards.snapshot import Snapshot
from pipelines.reads import ClosingSplit, Numbers

RATE = Numbers(
    keys=("on_time_closing_rate", "due", "closed_on_time", "closed_late", "on_time_of_closed"),
    window="last_7_days",
)
OVERDUE = Numbers(keys=("open_overdue",), window="today")
SPLIT = ClosingSplit(window="last_7_days")
READS = (RATE, OVERDUE, SPLIT)
PARTS = (
    ("closed_on_time", "good"),
    ("closed_late", "watch"),
    ("awaiting_check", "flow"),
    ("open_overdue", "late"),
)


def render(panel: Panel, snapshot: Snapshot, lang: Lang) -> Props:
    """The 7-day share, what it is made of, and everything overdue that is still open."""
    numbers, split = snapshot.get(RATE), snapshot.get(SPLIT)
    if not numbers or not split:
        return {"state": "loading"}
    window = seven_days(snapshot)
    due = metric("due", numbers["due"].value, count(numbers["due"].value), **window)
    tree = div(
        "closing",
        heading(panel.title(lang), span("note", t(lang, "closing.due") + " ", due)),
        _verdict(numbers["on_time_closing_rate"], snapshot, window, lang),
        _open(split, lang),
        _bar(split),
        _legend(numbers, split, window, lang),
        _foot(numbers, split, snapshot, window, lang),
    )
    return {"state": "live", "tree": tree}


def _verdict(rate: Any, snapshot: Snapshot, window: dict[str, str], lang: Lang) -> Node:
    target = snapshot.city.targets.get("on_time_closing_rate")
    number = metric("on_time_closing_rate", rate.value, one_decimal(rate.value), "big", **window)
    aim = span("note", t(lang, "closing.target", n=f"{target:g}")) if target else None
    mark = shape(rate.status, 20) if rate.status in ("good", "watch", "late") else None
    return div("closing-rate", number, span("unit", "%"), mark, aim)


def _open(split: Mapping[str, int], lang: Lang) -> Node:
    value = split["open_overdue"]
    number = span("num medium", count(value), data_part="open_overdue", data_count=raw(value))
    state = "late" if value else "good"
    return div(
        f"closing-open {state}",
        div("label", t(lang, "closing.open_overdue")),
        div("closing-open-number", shape(state), number),
    )


def _bar(split: Mapping[str, int]) -> Node:
    parts = [(status, split[part]) for part, status in PARTS if split[part]]
    return div("split", *(div(f"split-{s}", style=f"flex-grow:{n}") for s, n in parts))


def _legend(
    numbers: Mapping[str, Any], split: Mapping[str, int], window: dict[str, str], lang: Lang
) -> Node:
    on_time, late = numbers["closed_on_time"].value, numbers["closed_late"].value
    waiting = split["awaiting_check"]
    waiting_number = span("num", count(waiting), data_part="awaiting_check")
    return div(
        "closing-legend",
        _entry(
            "good",
            "closing.on_time",
            metric("closed_on_time", on_time, count(on_time), **window),
            lang,
        ),
        _entry("watch", "closing.late", metric("closed_late", late, count(late), **window), lang),
        _entry("flow", "closing.awaiting", waiting_number, lang),
    )


def _entry(status: str, key: str, number: Node, lang: Lang) -> Node:
    return span("entry", shape(status), span("second", t(lang, key)), number)


def _foot(
    numbers: Mapping[str, Any],
    split: Mapping[str, int],
    snapshot: Snapshot,
    window: dict[str, str],
    lang: Lang,
) -> Node:
    overdue = (snapshot.get(OVERDUE) or {}).get("open_overdue")
    total = overdue.value if overdue else split["open_overdue"] + split["earlier_open_overdue"]
    closed = numbers["on_time_of_closed"].value
    earlier = t(lang, "closing.earlier", n=count(split["earlier_open_overdue"])) + " "
    flattering = metric("on_time_of_closed", closed, one_decimal(closed), **window)
    return div(
        "closing-foot",
        span("second", earlier, metric("open_overdue", total, count(total))),
        span("third", t(lang, "closing.flattering") + " ", flattering, "%"),
    )
