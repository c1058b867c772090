"""First the verdict: is the city all right, and where is it not; then what lies open.

A place is named when cases there wait unanswered past the promise, when overdue cases gather, or
when one thing is reported again and again within the hour.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dashboards.i18n import Lang, pack_lang, t
from dashboards.panels.format import count
from dashboards.panels.marks import metric, raw, shape, short
from dashboards.panels.panel import Panel, Props
from dashboards.panels.tree import Node, div, span
from dashboards.snapshot import Snapshot
from pipelines.reads import Countdowns, OverduePins, Points, Standing

WAITING = Countdowns(limit=10)
READS = (WAITING, OverduePins(), Points(), Standing())
OVERDUE_MANY, CLUSTER_MANY, NAMED = 3, 5, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A zone that needs attention and the strongest reason why; `what` is a category."""

    zone: str
    reason: Literal["unanswered", "overdue", "cluster"]
    cases: int
    what: str | None = None


def render(_panel: Panel, snapshot: Snapshot, lang: Lang) -> Props:
    """The verdict in words, then open, overdue, suspended and the oldest case."""
    standing = snapshot.get(Standing())
    if standing is None:
        return {"state": "loading"}
    found = places(snapshot)
    lines = [_line(place, snapshot, lang) for place in found]
    return {
        "state": "live",
        "zones": [place.zone for place in found],
        "tree": div("verdict", _headline(len(found), lang), *lines, _open(standing, lang)),
    }


def places(snapshot: Snapshot) -> list[Place]:
    """At most three zones, each once, the most urgent reason first."""
    waiting = [case for case in snapshot.get(WAITING) or [] if case["state"] == "late"]
    overdue = _by_zone(snapshot.get(OverduePins()) or [], OVERDUE_MANY)
    reasons = [
        *(Place(zone=z, reason="unanswered", cases=n) for z, n in _by_zone(waiting, 1)),
        *(Place(zone=z, reason="overdue", cases=n) for z, n in overdue),
        *_clusters((snapshot.get(Points()) or {}).get("points") or []),
    ]
    first = {place.zone: place for place in reversed(reasons)}
    return [place for place in reasons if first[place.zone] is place][:NAMED]


def _by_zone(cases: Iterable[Mapping[str, Any]], least: int) -> list[tuple[str, int]]:
    counted = Counter(case["zone"] for case in cases if case["zone"])
    many = [(zone, n) for zone, n in counted.items() if n >= least]
    return sorted(many, key=lambda item: (-item[1], item[0]))


def _clusters(points: Iterable[Mapping[str, Any]]) -> list[Place]:
    counted = Counter((case["zone"], case["category"]) for case in points if case["zone"])
    many = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [
        Place(zone=zone, reason="cluster", cases=n, what=category)
        for (zone, category), n in many
        if n >= CLUSTER_MANY
    ]


def _headline(many: int, lang: Lang) -> Node:
    status = "watch" if many else "good"
    words = t(lang, "verdict.attention", n=many) if many else t(lang, "verdict.calm")
    return div(f"verdict-head {status}", shape(status, 28), span("", words), data_places=many)


def _line(place: Place, snapshot: Snapshot, lang: Lang) -> Node:
    label, words = snapshot.city.label, pack_lang(lang)
    what = label("category", place.what, words) if place.what else ""
    reason = t(lang, f"verdict.{place.reason}", n=place.cases, what=what)
    name = short("verdict-zone", label("zone", place.zone, words))
    return div("verdict-line", name, short("second", reason), data_zone=place.zone)


def _open(standing: Mapping[str, Any], lang: Lang) -> Node:
    late = standing["overdue"]
    overdue = span(
        "verdict-late late" if late else "verdict-late good",
        shape("late" if late else "good"),
        t(lang, "verdict.open_overdue") + " ",
        metric("open_overdue", late, count(late)),
    )
    oldest = standing.get("oldest_open_days")
    age = t(lang, "verdict.oldest", n=count(int(oldest))) if oldest is not None else None
    return div(
        "verdict-open",
        div("label", t(lang, "verdict.open")),
        div(
            "verdict-now", metric("open", standing["open"], count(standing["open"]), "big"), overdue
        ),
        div("label", *_suspended(standing, lang), f" • {age}" if age else None),
    )


def _suspended(standing: Mapping[str, Any], lang: Lang) -> tuple[Node, ...]:
    value = standing["suspended"]
    return t(lang, "verdict.suspended") + " ", span("num", count(value), data_count=raw(value))
