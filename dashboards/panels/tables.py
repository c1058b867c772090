"""Plain tables: real rows and heads that a screen reader, a copy or a script can use."""

from collections.abc import Sequence

from dashboards.i18n import Lang, t
from dashboards.panels.marks import raw
from dashboards.panels.tree import Node, div, el


def cell(text: str, css: str | None = None) -> Node:
    """A cell of text."""
    return el("td", {"class": css}, text)


def number_cell(text: str, value: float) -> Node:
    """A cell with a number, its raw value beside it."""
    return el("td", {"class": "num", "data-count": raw(value)}, text)


def table(
    heads: Sequence[str], rows: Sequence[Sequence[Node]], lang: Lang, words: str, nothing: str
) -> Node:
    """Rows under heads named `words.head` in the catalogue; in words where there are none."""
    if not rows:
        return div("nothing", nothing)
    top = el("tr", {}, *(el("th", {"scope": "col"}, t(lang, f"{words}.{head}")) for head in heads))
    body = el("tbody", {}, *(el("tr", {}, *row) for row in rows))
    return div("table", el("table", {}, el("thead", {}, top), body), data_scroll="")
