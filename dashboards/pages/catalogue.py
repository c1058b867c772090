"""Every metric as the catalogue declares it: its names and meaning, its formula, its limits."""

from collections.abc import Iterable

from dash import Dash
from flask import Response

from dashboards.i18n import Lang, pack_lang, t
from dashboards.pages import Context
from dashboards.pages.document import asked_lang, light
from dashboards.panels.tables import table
from dashboards.panels.tree import Node, div, el
from pipelines.catalogue import Metric, Said

PLACE = 100
HEADS = ("name", "help", "formula", "unit", "direction", "thresholds", "source")


def register(app: Dash, context: Context) -> None:
    """Put `/catalogue` on the server."""

    def catalogue() -> Response:
        lang = asked_lang()
        return light(context, lang, "catalogue", *content(context.catalogue.values(), lang))

    app.server.add_url_rule("/catalogue", "catalogue", catalogue)


def content(metrics: Iterable[Metric], lang: Lang) -> list[Node]:
    """Heading, one sentence, and a row a metric."""
    rows = [_row(metric, lang) for metric in metrics]
    return [
        el("h1", {}, t(lang, "catalogue.heading")),
        el("p", {}, t(lang, "catalogue.intro", n=len(rows))),
        div("metrics", table(HEADS, rows, lang, "catalogue", "—")),
    ]


def _row(metric: Metric, lang: Lang) -> list[Node]:
    words = div("", said(metric.words, lang)) if metric.words else None
    return [
        el("td", {"class": "names"}, *_names(metric, lang)),
        el("td", {"class": "meaning"}, said(metric.help, lang)),
        el("td", {"class": "formula"}, words, el("code", {}, metric.formula)),
        el("td", {"class": "word"}, t(lang, f"catalogue.unit.{metric.unit}")),
        el("td", {"class": "word"}, t(lang, f"catalogue.{metric.good or 'neither'}")),
        el("td", {"class": "num"}, thresholds(metric)),
        el("td", {"class": "from"}, said(metric.source, lang)),
    ]


def _names(metric: Metric, lang: Lang) -> tuple[Node, ...]:
    other: Lang = "zh-CN" if lang == "en" else "en"
    return (
        el("strong", {}, said(metric.title, lang)),
        div("second", said(metric.title, other), lang=other),
        el("code", {"id": metric.key}, metric.key),
    )


def said(text: Said, lang: Lang) -> str:
    """A text of the catalogue in a language."""
    return text.en if pack_lang(lang) == "en" else text.zh


def thresholds(metric: Metric) -> str:
    """Where the metric turns to watch and to late; — for one that has no such limits."""
    if metric.watch is None and metric.late is None:
        return "—"
    limits = (metric.watch, metric.late)
    return " / ".join("—" if limit is None else f"{limit:g}" for limit in limits)
