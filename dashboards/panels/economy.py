"""Published figures with their period: they are never mixed up with what the city counts itself."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from dashboards.i18n import Lang, catalogue, t
from dashboards.panels.format import count, signed
from dashboards.panels.marks import empty, heading, language, metric, shape, short
from dashboards.panels.panel import Panel, Props
from dashboards.panels.tree import Node, div, el, span
from dashboards.panels.windows import period_months
from dashboards.snapshot import Snapshot
from pipelines.reads import Indicators

READS = (Indicators(),)
PLACES = (
    ("gdp_growth",),
    ("industry_growth",),
    ("budget_revenue_growth",),
    ("infrastructure_investment_growth", "investment_growth"),
    ("exports_growth",),
    ("port_teu_growth", "port_teu"),
)
QUALIFIERS = {">=": "≥", "<=": "≤", "about": "≈", ">": ">", "<": "<"}
RHYTHM = timedelta(days=120)


def render(panel: Panel, snapshot: Snapshot, lang: Lang) -> Props:
    """At most six figures, each with the end of its period and ▲ when that is long past."""
    published = chosen(snapshot.get(Indicators()) or [])
    pill = span("pill", t(lang, "economy.published"))
    if not published:
        body: Node = empty(t(lang, "economy.none"))
        return {"state": "live", "tree": div("economy", heading(panel.title(lang), pill), body)}
    sources = short("note", sources_of(published, lang))
    head = div("head", el("h2", {}, panel.title(lang)), pill, div("beside", sources))
    figures = [_figure(figure, snapshot, lang) for figure in published]
    return {"state": "live", "tree": div("economy", head, div("figures", *figures))}


def chosen(published: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """One figure for each place of the panel: the first of its names that has been published."""
    known = {figure["indicator"]: figure for figure in reversed(published)}
    found = (next((known[name] for name in names if name in known), None) for names in PLACES)
    return [figure for figure in found if figure]


def sources_of(published: Sequence[Mapping[str, Any]], lang: Lang) -> str:
    """Who published them, each once."""
    names = list(dict.fromkeys(str(figure["source"]) for figure in published))
    return ("、" if lang == "zh-CN" else ", ").join(names)


def _figure(figure: Mapping[str, Any], snapshot: Snapshot, lang: Lang) -> Node:
    first, end = period_months(figure["period"])
    window = {"data_from": first.isoformat(), "data_to": end.isoformat()}
    last_month = (end - timedelta(days=1)).isoformat()[:7]
    old = snapshot.city.day_of(snapshot.as_of) - end > RHYTHM
    name = figure["indicator"]
    label = t(lang, f"indicator.{name}") if f"indicator.{name}" in catalogue(lang) else name
    return div(
        "figure",
        short("figure-name", label),
        div(
            "figure-number",
            metric(name, figure["value"], figure_text(figure), "figure-value", **window),
            unit_of(figure),
        ),
        div(
            "period",
            shape("watch", 12) if old else None,
            t(lang, "economy.period", period=last_month),
        ),
        data_row=name,
        data_area=figure.get("area"),
    )


def figure_text(figure: Mapping[str, Any]) -> str:
    """Growth with its sign, an amount with its own digits, the publisher's qualifier first."""
    mark = QUALIFIERS.get(figure.get("qualifier") or "", "")
    if figure["unit"] == "percent":
        return mark + signed(figure["value"])
    value = float(figure["value"])
    return mark + (count(value) if value >= 1000 else f"{value:,.1f}")


def unit_of(figure: Mapping[str, Any]) -> Node | None:
    """The unit of a figure that is no yearly growth, so that nobody reads it as one."""
    unit = str(figure["unit"])
    return None if unit == "percent" else span("figure-unit", unit, lang=language(unit))
