"""The ladder of urging, as data: what is due to be said to a case whose limit runs out.

A deed's identity names the rung and the due, so that climbing twice is a duplicate, a restart
forgets nothing, and an extended limit starts the ladder again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.casework.case import Case
from pipelines.casework.clocks import WorkCalendar, used
from pipelines.casework.conditions import LEVELS, Actor
from pipelines.casework.rules import Deed
from pipelines.event import format_instant

SOURCE = "casework/ladder"
SYSTEM = Actor(id="ladder", roles=frozenset({"system"}), kind="system")
WAITING = frozenset({"reported", "assigned", "verified", "filed", "dispatched"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """Reached when `share` of the limit is used and then `after` has passed since the due."""

    name: str
    act: str
    share: float
    after: timedelta = timedelta()
    level: str | None = None
    ask: bool = False


RUNGS = (
    Rung(name="remind", act="remind", share=0.8),
    Rung(name="urge", act="urge", share=1),
    Rung(name="ordinary", act="supervise", share=1, after=timedelta(days=1), level="ordinary"),
    Rung(name="yellow", act="request", share=1, after=timedelta(days=2), level="yellow", ask=True),
    Rung(name="red", act="request", share=1, after=timedelta(days=5), level="red", ask=True),
)
"""Yellow and red are only proposed here: a supervisor signs them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A case whose limit runs: its standing, when it was reported, its due and the due's clock."""

    case: Case
    reported_at: datetime
    due_at: datetime
    unit: str


def due_deeds(
    cases: Iterable[Running], now: datetime, city: WorkCalendar, rungs: Iterable[Rung] = RUNGS
) -> Iterator[Deed]:
    """What the system should do now; `rules.decide` with `SYSTEM` still has the last word."""
    ladder = tuple(rungs)
    for running in cases:
        if running.case.stage in WAITING and not running.case.suspended:
            reached = [rung for rung in ladder if _is_reached(rung, running, now, city)]
            yield from (_deed(rung, running, now) for rung in reached if _is_needed(rung, running))


def _is_reached(rung: Rung, running: Running, now: datetime, city: WorkCalendar) -> bool:
    if rung.share >= 1:
        return now > running.due_at + rung.after
    whole = used(running.reported_at, running.due_at, running.unit, city)
    return used(running.reported_at, now, running.unit, city) >= whole * rung.share


def _is_needed(rung: Rung, running: Running) -> bool:
    """Whether the case stands lower than the rung, and nobody waits for a supervisor's word."""
    if rung.level is None:
        return True
    present = running.case.supervision
    higher = present is None or LEVELS.index(rung.level) > LEVELS.index(present)
    return higher and not (rung.ask and "supervise" in running.case.asked)


def _deed(rung: Rung, running: Running, now: datetime) -> Deed:
    late = f"时限 {format_instant(running.due_at)}"
    data = {"level": rung.level} if rung.level else {"note": late}
    if rung.ask:
        data |= {"act": "supervise", "reason": f"超过{late}仍未处置"}
    name = f"{running.case.id}/{rung.name}/{format_instant(running.due_at)}"
    return Deed(act=rung.act, time=now, source=SOURCE, id=name, data=data)
