"""Health of the data: what each source gives, how late, what was refused, codes nobody knows."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboards.i18n import Lang, catalogue, t
from dashboards.panels.format import clock_time, count
from dashboards.panels.marks import shape
from dashboards.panels.panel import Panel, Props
from dashboards.panels.tables import cell, number_cell, table
from dashboards.panels.tree import Node, div, el
from dashboards.snapshot import Snapshot
from pipelines.reads import Health

READS = (Health(),)
LONG_SILENCE_S = 900.0


def render(_panel: Panel, snapshot: Snapshot, lang: Lang) -> Props:
    """Four tables; an empty one says in words that there is nothing."""
    found = snapshot.get(Health())
    if found is None:
        return {"state": "loading"}
    tree = div(
        "health",
        _part("sources", lang, _sources(found["sources"], snapshot, lang)),
        _part("reasons", lang, _reasons(found["sources"], lang)),
        _part("codes", lang, _codes(found["unknown_codes"], lang)),
        _part("checks", lang, _checks(found["checks"], lang)),
    )
    return {"state": "live", "tree": tree}


def _part(name: str, lang: Lang, body: Node) -> Node:
    return el("section", {"class": "part"}, el("h2", {}, t(lang, f"health.{name}")), body)


def _sources(sources: Sequence[Mapping[str, Any]], snapshot: Snapshot, lang: Lang) -> Node:
    rows = [
        [
            cell(source["source"]),
            number_cell(count(source["events"]), source["events"]),
            cell(clock_time(source["last_at"], snapshot.city) if source["last_at"] else "—"),
            el("td", {"class": "num"}, *_lag(source["lag_s"])),
            cell(seconds(source["delay_p50_s"]), "num"),
            number_cell(count(source["refused"]), source["refused"]),
        ]
        for source in sources
    ]
    heads = ("source", "events", "last", "lag", "delay", "refused")
    return table(heads, rows, lang, "health", t(lang, "health.no_sources"))


def _lag(lag: float | None) -> tuple[Node, ...]:
    """A source silent for a quarter of an hour carries a mark beside its age."""
    quiet = lag is not None and lag > LONG_SILENCE_S
    return (*((shape("watch", 14), " ") if quiet else ()), seconds(lag))


def seconds(span_s: float | None) -> str:
    """A span in its largest sensible unit, the same in both languages."""
    if span_s is None:
        return "—"
    if span_s < 120:
        return f"{span_s:.0f} s"
    return f"{span_s / 60:.0f} min" if span_s < 7200 else f"{span_s / 3600:,.1f} h"


def _reasons(sources: Sequence[Mapping[str, Any]], lang: Lang) -> Node:
    rows = [
        [
            cell(source["source"]),
            cell(reason["reason"]),
            number_cell(count(reason["count"]), reason["count"]),
            el("td", {"data-text": "case"}, str(reason.get("example") or "—")),
        ]
        for source in sources
        for reason in source["reasons"]
    ]
    heads = ("source", "reason", "count", "example")
    return table(heads, rows, lang, "health", t(lang, "health.none_refused"))


def _codes(codes: Sequence[Mapping[str, Any]], lang: Lang) -> Node:
    rows = [
        [
            cell(dimension(code["dimension"], lang)),
            cell(code["code"]),
            number_cell(count(code["count"]), code["count"]),
        ]
        for code in codes
    ]
    return table(("dimension", "code", "count"), rows, lang, "health", t(lang, "health.no_codes"))


def dimension(name: str, lang: Lang) -> str:
    """A dimension's name."""
    key = f"dimension.{name}"
    return t(lang, key) if key in catalogue(lang) else name


def _checks(checks: Sequence[Mapping[str, Any]], lang: Lang) -> Node:
    rows = [
        [
            el("td", {}, shape("late" if check["bad_rows"] else "good", 14), " ", check["name"]),
            cell(check["answers"]),
            number_cell(count(check["bad_rows"]), check["bad_rows"]),
        ]
        for check in checks
    ]
    return table(
        ("check", "answers", "bad_rows"), rows, lang, "health", t(lang, "health.no_checks")
    )
