"""Setting up a business: today's working hours against practice, promise and the national limit.

One logarithmic axis, so that four hours and five working days stand on the same line.
"""

from collections.abc import Mapping
from math import log2
from typing import Any

from dashboards.i18n import Lang, t
from dashboards.panels.format import count, one_decimal
from dashboards.panels.marks import heading, metric
from dashboards.panels.panel import Panel, Props
from dashboards.panels.tree import Node, div, el, span
from dashboards.snapshot import Snapshot
from pipelines.city import City
from pipelines.reads import Registrations

READS = (Registrations(),)
FIRST_H, LAST_H, WIDTH = 1.0, 44.0, 410.0


def render(panel: Panel, snapshot: Snapshot, lang: Lang) -> Props:
    """Median and 90 % of today's licences, or what the panel waits for."""
    found = snapshot.get(Registrations())
    key = "registration.note" if found else "registration.promises"
    note = t(lang, key, n=count(found["decided_today"]) if found else 0)
    top = _numbers(found, lang) if found else div("waits", t(lang, "registration.waiting"))
    axis = div("reg-axis", _axis(found, marks(snapshot.city, lang)))
    words = (_words(index, *mark) for index, mark in enumerate(marks(snapshot.city, lang)))
    tree = div("registration", heading(panel.title(lang), span("note", note)), top, axis, *words)
    return {"state": "live", "tree": tree}


def place(hours: float) -> float:
    """Pixels from the axis' start of so many working hours, kept on the axis."""
    share = log2(min(max(hours, FIRST_H), LAST_H) / FIRST_H) / log2(LAST_H / FIRST_H)
    return round(WIDTH * share, 1)


def marks(city: City, lang: Lang) -> list[tuple[float, str, str]]:
    """(working hours, first line, second line) of what the pack states to compare with."""
    day = working_day_hours(city)
    stated = _stated(city.promises)
    found = []
    if "practice_hours" in stated:
        practice = float(stated["practice_hours"])
        year = stated.get("practice_year", "")
        words = t(lang, "registration.practice", n=f"{practice:g}")
        found.append((practice, words, t(lang, "registration.practice_year", year=year)))
    if "promise_days" in stated:
        promise = float(stated["promise_days"])
        found.append((promise * day, t(lang, "registration.promise"), _days(promise, lang)))
    if "national_days" in stated:
        national = float(stated["national_days"])
        words = t(lang, "registration.national", year=stated.get("national_year", ""))
        found.append((national * day, words, _days(national, lang)))
    return found


def _stated(promises: Mapping[str, Any]) -> Mapping[str, Any]:
    stated = promises.get("registration")
    return stated if isinstance(stated, Mapping) else {}


def _days(days: float, lang: Lang) -> str:
    return t(lang, "registration.days", n=f"{days:g}")


def working_day_hours(city: City) -> float:
    """Hours of one working day of the pack."""
    spans = (
        (end.hour - start.hour) * 60 + end.minute - start.minute
        for start, end in city.working_hours
    )
    return sum(spans) / 60


def _numbers(found: Mapping[str, Any], lang: Lang) -> Node:
    median, p90 = found["median_h"], found["p90_h"]
    return div(
        "reg-numbers",
        metric(
            "registration_p50_h",
            median,
            one_decimal(median),
            "verdict-number",
            data_filter="decided=today",
        ),
        span("second", t(lang, "registration.median")),
        span("second end", t(lang, "registration.p90", n=one_decimal(p90))),
    )


def _axis(found: Mapping[str, Any] | None, compared: list[tuple[float, str, str]]) -> Node:
    line = el("path", {"class": "axis-line", "d": f"M0 10H{WIDTH:g}"})
    ticks = [
        el("path", {"class": "axis-tick", "d": f"M{place(hours)} 1V19"}) for hours, _, _ in compared
    ]
    drawing = [line, *_spread(found), *ticks, *_dot(found)]
    return el("svg", {"viewBox": f"0 0 {WIDTH:g} 20", "aria-hidden": "true"}, *drawing)


def _spread(found: Mapping[str, Any] | None) -> list[Node]:
    if not found:
        return []
    left, right = place(found["median_h"]), place(found["p90_h"])
    box = {"class": "axis-spread", "x": left, "y": 5, "height": 10}
    return [el("rect", box | {"width": round(right - left, 1)})]


def _dot(found: Mapping[str, Any] | None) -> list[Node]:
    if not found:
        return []
    return [el("circle", {"class": "axis-dot", "cx": place(found["median_h"]), "cy": 10, "r": 8})]


def _words(index: int, hours: float, first: str, second: str) -> Node:
    """The first mark's words end at its tick, the last one's at the panel's edge: none overlap."""
    at = place(hours)
    if at > WIDTH - 60:
        side = "right:20px;text-align:right"
    elif index == 0:
        side = f"right:{WIDTH + 4 - at:.1f}px;text-align:right"
    else:
        side = f"left:{at - 30:.1f}px"
    return div("axis-words", div("", first), div("", second), style=side)
