"""The few marks all panels share: a number that names itself, a shape beside each status colour.

A number carries its key, its raw value and what it is restricted to; its instant is stamped on by
whoever shows it, since it is the frame's.
"""

from typing import Any

from dashboards.panels.tree import Node, dashed, div, el, span

NONE = "—"
SHAPES = {
    "good": "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12z",
    "watch": "M8 1.5L15 14H1z",
    "late": "M2 2h12v12H2z",
    "flow": "M2.5 2.5h11v11h-11z",
    "card": "M2.5 0h11v16h-11z",
}
RING = "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11z"


def metric(key: str, value: float | None, text: str, css: str = "", **attributes: Any) -> Node:
    """The number `key`: `value` raw, `text` as people read it; an unknown one says —."""
    known = {"class": f"num {css}".strip(), "data-metric": key, "data-value": raw(value)}
    return el("span", known | dashed(attributes), text if value is not None else NONE)


def raw(value: float | None) -> str:
    """A value for machines: shortest exact digits, empty for none."""
    if value is None:
        return ""
    return repr(int(value)) if float(value).is_integer() else repr(float(value))


def shape(status: str, size: int = 16) -> Node:
    """The shape that goes with a status colour: ● good, ▲ watch, ■ late, ○ still running."""
    path = RING if status == "running" else SHAPES[status]
    box = {"class": f"mark mark-{status}", "viewBox": "0 0 16 16", "width": size, "height": size}
    return el("svg", box | {"aria-hidden": "true"}, el("path", {"d": path}))


def heading(title: str, *beside: Node | None) -> Node:
    """A panel's title and what stands at its right end."""
    return div("head", el("h2", {}, title), div("beside", *beside) if any(beside) else None)


def short(css: str, text: str, **attributes: Any) -> Node:
    """A name that may be shortened where it does not fit; the whole stays in `title`.

    Its language stands beside it, since a pack may know a name in one language only.
    """
    return span(f"short {css}".strip(), text, title=text, lang=language(text), **attributes)


def language(text: str) -> str | None:
    """zh-CN for a text with Chinese in it: packs and publishers know some words only so."""
    return "zh-CN" if any("\u4e00" <= character <= "\u9fff" for character in text) else None


def empty(text: str) -> Node:
    """What a panel says while there is nothing to show yet."""
    return div("empty", text)
