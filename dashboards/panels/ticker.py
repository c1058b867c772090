"""What happens now: the latest acts with time, place, what, who and stage."""

from collections.abc import Mapping
from typing import Any

from dashboards.i18n import Lang, catalogue, pack_lang, t
from dashboards.panels.format import clock_time, count
from dashboards.panels.marks import empty, heading, short
from dashboards.panels.panel import Panel, Props
from dashboards.panels.tree import Node, div, span
from dashboards.snapshot import Snapshot
from pipelines.reads import Ticker

LATEST = Ticker(limit=5)
READS = (LATEST,)
TONES = {"case.closed": "good", "case.urged": "watch", "case.supervised": "watch"}


def render(panel: Panel, snapshot: Snapshot, lang: Lang) -> Props:
    """The newest act on top; an act keeps its key, so that a new row is known as new."""
    latest = snapshot.get(LATEST)
    if latest is None:
        return {"state": "loading"}
    note = span("note", t(lang, "ticker.last_minute", n=count(latest["last_minute"])))
    head = heading(panel.title(lang), note)
    rows = [_row(act, snapshot, lang) for act in latest["acts"]]
    body = div("acts", *rows) if rows else empty(t(lang, "ticker.none"))
    return {"state": "live", "tree": div("ticker", head, body)}


def _row(act: Mapping[str, Any], snapshot: Snapshot, lang: Lang) -> Node:
    label, words = snapshot.city.label, pack_lang(lang)
    time = clock_time(act["time"], snapshot.city)
    return div(
        "act",
        span("num act-time", time),
        short("", label("zone", act["zone"], words) if act["zone"] else t(lang, "none")),
        short(
            "", label("category", act["category"], words) if act["category"] else t(lang, "none")
        ),
        short("second end", who(act, snapshot, lang)),
        span(f"end {TONES.get(act['type'], 'second')}", act_word(act["type"], lang)),
        data_row=f"{act['case']} {act['type']} {time}",
    )


def who(act: Mapping[str, Any], snapshot: Snapshot, lang: Lang) -> str:
    """Who acted, by the pack's name."""
    actor = act.get("who")
    if not actor:
        return ""
    return snapshot.city.label(actor["dimension"], actor["code"], pack_lang(lang))


def act_word(kind: str, lang: Lang) -> str:
    """The act in one word."""
    key = f"act.{kind}"
    return t(lang, key if key in catalogue(lang) else "act.other")
