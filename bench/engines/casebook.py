"""A fold by hand, for engines that sum rows faster than they fold acts into cases.

What a batch or the time has changed is told as rows; such an engine knows no time either, so it is
told when a limit has passed.
"""

import heapq
from collections.abc import Iterable
from typing import Any

from bench.acts import CLOSED, HANDLED, HOUR, REOPENED, REPORTED, TODAY, Act

FLAGS = (
    "reported",
    "closed",
    "closed_on_time",
    "closed_late",
    "open",
    "open_overdue",
    "is_due",
)
_PLACES = {REPORTED: 0, HANDLED: 1, CLOSED: 2, REOPENED: 3}


class Case:
    """How a case stands: the last time of each kind of act, 0 for none, and whose it is."""

    __slots__ = ("cell", "due", "overdue", "times", "zone")

    def __init__(self) -> None:
        self.times = [0, 0, 0, 0]
        self.zone, self.cell, self.due, self.overdue = "", "", 0, False

    def take(self, act: Act) -> None:
        place = _PLACES.get(act.kind)
        if place is not None:
            self.times[place] = max(self.times[place], act.time)
        if act.kind == REPORTED:
            self.zone, self.cell, self.due = act.zone or "", act.cell or "", act.due or 0

    @property
    def is_open(self) -> bool:
        return self.times[2] <= self.times[3]

    @property
    def ended_at(self) -> int:
        _, handled, closed, reopened = self.times
        return handled if handled > reopened else (closed if closed > reopened else 0)

    def row(self, subject: str) -> dict[str, Any]:
        """The case as zeros and ones by FLAGS, and its hours if it is of today."""
        ended, is_open, today = self.ended_at, self.is_open, self.times[0] >= TODAY
        closed, on_time = today and not is_open, ended <= self.due
        overdue = is_open and not ended and self.overdue
        flags = (
            today, closed, closed and on_time, closed and not on_time, is_open, overdue,
            today and (bool(ended) or overdue),
        )  # fmt: skip
        return {
            "subject": subject,
            "zone": self.zone,
            "cell": self.cell,
            **{name: int(flag) for name, flag in zip(FLAGS, flags, strict=True)},
            "hours": (ended - self.times[0]) / HOUR if today and ended else None,
        }


class Limits:
    """The limits of cases that have not passed yet, for engines that cannot wait for an instant."""

    def __init__(self) -> None:
        self.waiting: list[tuple[int, str]] = []

    def passed(self, acts: Iterable[Act], as_of: int) -> list[str]:
        """The subjects whose limits have passed by the instant, those of new reports among them."""
        for act in acts:
            if act.kind == REPORTED:
                heapq.heappush(self.waiting, (act.due or 0, act.subject))
        found = []
        while self.waiting and self.waiting[0][0] < as_of:
            found.append(heapq.heappop(self.waiting)[1])
        return found


class Casebook:
    """All cases by subject."""

    def __init__(self) -> None:
        self.cases: dict[str, Case] = {}
        self.limits = Limits()

    def take(self, acts: Iterable[Act], as_of: int) -> list[dict[str, Any]]:
        """The rows of reported cases that the acts or the time have changed."""
        acts = list(acts)
        touched = {act.subject: self._take(act) for act in acts}
        for subject in self.limits.passed(acts, as_of):
            touched[subject] = self.cases[subject]
            touched[subject].overdue = True
        return [case.row(subject) for subject, case in touched.items() if case.times[0]]

    def _take(self, act: Act) -> Case:
        case = self.cases.setdefault(act.subject, Case())
        case.take(act)
        return case
