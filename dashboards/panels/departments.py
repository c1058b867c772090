"""Departments by on-time disposal: the five worst, the five best, and the rest so that sums agree.

Only those with a fair base are ranked; the others count in the line of the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

from dashboards.i18n import Lang, pack_lang, t
from dashboards.panels.format import count, one_decimal
from dashboards.panels.marks import empty, heading, metric, shape, short
from dashboards.panels.panel import Panel, Props
from dashboards.panels.tree import Node, div, span
from dashboards.panels.windows import seven_days
from dashboards.snapshot import Snapshot
from pipelines.reads import Numbers, Standing

KEY = "on_time_disposal_rate"
ROWS = Numbers(keys=(KEY,), window="last_7_days", by="department")
READS = (ROWS, Standing())
ENDS, FAIR_BASE, TRACK = 5, 10, 116
WATCH, LATE = 95.0, 80.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the ranking: code is None for the line of all others."""

    code: str | None
    on_time: float
    due: float

    @property
    def rate(self) -> float:
        return 100 * self.on_time / self.due


def render(panel: Panel, snapshot: Snapshot, lang: Lang) -> Props:
    """Worst first; each with its share on one axis, its numbers and its red cards."""
    whole = (snapshot.get(ROWS) or {}).get(KEY)
    if whole is None:
        return {"state": "loading"}
    lines = [_line(row) for row in whole.rows if row.denominator]
    head = heading(panel.title(lang), *_cards_note(snapshot, lang))
    if not lines:
        return {
            "state": "live",
            "tree": div("departments", head, empty(t(lang, "departments.waiting"))),
        }
    worst, best, rest = ranked(lines)
    axis = _Axis(snapshot, lang, floor(min(line.rate for line in worst) / 10) * 10)
    groups = [axis.group(group) for group in (worst, best, rest) if group]
    body = div("ranking", axis.target_line(), *groups, axis.total(whole))
    return {"state": "live", "tree": div("departments", head, body)}


def _line(row: Any) -> Line:
    code = None if row.by is None or row.by == "null" else str(row.by)
    return Line(code=code, on_time=float(row.numerator or 0), due=float(row.denominator))


def ranked(lines: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """The worst, the best, and at most one line of all the others; no case is lost or twice."""
    fair = [line for line in lines if line.code is not None and line.due >= FAIR_BASE]
    fair = fair or [line for line in lines if line.code is not None] or list(lines)
    fair = sorted(fair, key=lambda line: (line.rate, -line.due, line.code or ""))
    worst, best = fair[:ENDS], fair[ENDS:][-ENDS:]
    shown = {line.code for line in worst + best}
    others = [line for line in lines if line.code not in shown]
    on_time, due = sum(line.on_time for line in others), sum(line.due for line in others)
    rest = [Line(code=None, on_time=on_time, due=due)] if due else []
    return worst, best, rest


def _cards_note(snapshot: Snapshot, lang: Lang) -> list[Node | None]:
    cards = sum(_cards(snapshot).values())
    note = span("second cards", shape("card"), t(lang, "departments.red_cards", n=count(cards)))
    return [note if cards else None, span("note", t(lang, "departments.window"))]


def _cards(snapshot: Snapshot) -> dict[str, int]:
    return (snapshot.get(Standing()) or {}).get("red_cards") or {}


class _Axis:
    """Lines drawn on one common axis from `low` to 100 percent."""

    def __init__(self, snapshot: Snapshot, lang: Lang, low: float) -> None:
        self.snapshot, self.lang, self.low = snapshot, lang, low
        limits = snapshot.city.thresholds.get(KEY) or {}
        self.watch, self.late = limits.get("watch", WATCH), limits.get("late", LATE)
        self.target = snapshot.city.targets.get(KEY, self.watch)
        self.window = seven_days(snapshot)

    def place(self, rate: float) -> float:
        return round(TRACK * (rate - self.low) / max(100 - self.low, 1), 1)

    def status(self, rate: float) -> str:
        return "good" if rate >= self.watch else "watch" if rate >= self.late else "late"

    def target_line(self) -> Node:
        return div("target-line", style=f"left:{132 + self.place(self.target):.1f}px")

    def group(self, lines: Sequence[Line]) -> Node:
        return div("group", *(self.line(line) for line in lines))

    def line(self, line: Line) -> Node:
        place = f"left:{self.place(max(line.rate, self.low))}px"
        known = {"data_by": "department", "data_key": line.code} | self.window
        text = one_decimal(line.rate)
        number = metric(KEY, line.rate, text, "row-number", **known)
        if line.code is None:
            number = span("num row-number", text)
        return div(
            "department",
            self.name(line),
            div("axis", span("axis-mark", shape(self.status(line.rate), 14), style=place)),
            number,
            span("num third", f"{count(line.on_time)}/{count(line.due)}"),
            data_row=line.code or "others",
        )

    def name(self, line: Line) -> Node:
        if line.code is None:
            return span("department-name", t(self.lang, "departments.others"))
        label = self.snapshot.city.label("department", line.code, pack_lang(self.lang))
        cards = _cards(self.snapshot).get(line.code, 0)
        card = span("red-card", shape("card"), span("num", count(cards))) if cards else None
        return span("department-name", short("", label), card)

    def total(self, whole: Any) -> Node:
        fraction = f"{count(whole.numerator)}/{count(whole.denominator)}"
        return div(
            "department total",
            span("third", t(self.lang, "departments.total")),
            span("third end", t(self.lang, "departments.target", n=f"{self.target:g}")),
            metric(KEY, whole.value, one_decimal(whole.value), "second", **self.window),
            span("num second", fraction),
        )
