"""Every metric as the catalogue declares it: its names, its formula, its source, its limits."""

from collections.abc import Mapping
from typing import Any

from dash import Dash
from flask import Response

from dashboards.i18n import Lang, pack_lang, t
from dashboards.pages import Context
from dashboards.pages.document import asked_lang, light
from dashboards.panels.tables import table
from dashboards.panels.tree import Node, div, el

PLACE = 100
HEADS = ("key", "name", "english", "unit", "formula", "direction", "thresholds", "source", "help")


def register(app: Dash, context: Context) -> None:
    """Put `/catalogue` on the server."""

    def catalogue() -> Response:
        lang = asked_lang()
        return light(context, lang, "catalogue", *content(context.catalogue, lang))

    app.server.add_url_rule("/catalogue", "catalogue", catalogue)


def content(metrics: Any, lang: Lang) -> list[Node]:
    """Heading, one sentence, and a row a metric; `metrics` iterates over metrics."""
    rows = [_row(metric, lang) for metric in metrics]
    return [
        el("h1", {}, t(lang, "catalogue.heading")),
        el("p", {}, t(lang, "catalogue.intro", n=len(rows))),
        table(HEADS, rows, lang, "catalogue", "—"),
    ]


def _row(metric: Any, lang: Lang) -> list[Node]:
    own = pack_lang(lang)
    other, tag = ("zh", "zh-CN") if own == "en" else ("en", "en")
    key = el("td", {}, el("code", {"id": metric.key}, metric.key))
    return [
        key,
        el("td", {}, said(metric.title, own)),
        el("td", {"lang": tag}, said(metric.title, other)),
        el("td", {}, str(metric.unit)),
        el("td", {}, div("formula", said(metric.formula, own))),
        el("td", {}, t(lang, f"catalogue.{direction(metric)}")),
        el("td", {"class": "num"}, thresholds(metric)),
        el("td", {}, said(metric.source, own)),
        el("td", {}, said(metric.help, own)),
    ]


def said(text: Any, lang: str) -> str:
    """A text that may be given once for both languages or once a language."""
    if isinstance(text, Mapping):
        return str(text.get(lang) or text.get("zh") or "")
    return str(text or "")


def direction(metric: Any) -> str:
    """up, down or neither."""
    good = getattr(metric, "good", None)
    return good if good in ("up", "down") else "neither"


def thresholds(metric: Any) -> str:
    """Where the metric turns to watch and to late."""
    limits = (getattr(metric, "watch", None), getattr(metric, "late", None))
    return " / ".join("—" if limit is None else f"{limit:g}" for limit in limits)
