"""One simulated case being told: its events in order, each a little after the one before."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from pipelines.casework.clocks import add_limit
from pipelines.city import Category, Cell, Limit
from pipelines.event import Event
from pipelines.sources.simulated_world import World

LONGEST = timedelta(days=27)
"""A simulated case ends within so many days of its report, so that later days can go on with it."""
SECOND = timedelta(seconds=1)
SYSTEM: Mapping[str, Any] = {"kind": "system", "role": "system", "id": "citysense"}
_DESKS: dict[str, tuple[Mapping[str, Any], ...]] = {
    role: tuple({"kind": "human", "role": role, "id": f"{role}-{n:02d}"} for n in range(1, count))
    for role, count in (
        ("operator", 25),
        ("dispatcher", 13),
        ("shift_leader", 5),
        ("supervisor", 5),
        ("duty_leader", 3),
    )
}


CENTRE = "simulated/centre"
SYSTEMS = {
    "worker": "simulated/staff",
    "department": "simulated/departments",
    **dict.fromkeys(
        ("operator", "dispatcher", "shift_leader", "supervisor", "duty_leader", "system"), CENTRE
    ),
}


class Story:
    """The telling of one case; `at` is the time of the last act told."""

    __slots__ = (
        "at",
        "category",
        "cell",
        "day",
        "department",
        "due",
        "events",
        "rng",
        "source",
        "start",
        "subject",
        "urgent",
        "worker",
        "world",
    )  # fmt: skip

    def __init__(
        self, world: World, subject: str, source: str, start: datetime, rng: Random
    ) -> None:
        self.world, self.subject, self.source, self.rng = world, subject, source, rng
        self.start = self.at = start
        self.day = world.city.local(start).date()
        self.events: list[Event] = []
        self.category: Category = world.categories.things[0]
        self.cell: Cell = world.cells.things[0]
        self.department = ""
        self.worker = ""
        self.due: datetime | None = None
        self.urgent = False

    def tell(self, kind: str, at: datetime, data: dict[str, Any], actor: Mapping[str, Any]) -> None:
        """Tell an act, at the earliest a second after the last; nothing later than LONGEST."""
        if self.events:
            at = max(at, self.at + SECOND)
        self.at = at
        if at - self.start > LONGEST:
            return
        data["actor"] = actor
        number = len(self.events)
        self.events.append(
            Event(
                source=self._system(actor) if self.events else self.source,
                id=f"{self.subject}/{number}",
                type=kind,
                time=at,
                subject=self.subject,
                data=data,
            )
        )

    def _system(self, actor: Mapping[str, Any]) -> str:
        """The system in which somebody's acts are written down; a citizen's is his channel."""
        return SYSTEMS.get(actor.get("role", ""), self.source)

    def after(self, seconds: float) -> datetime:
        """So many seconds after the last act, to the millisecond."""
        return self.at + timedelta(milliseconds=int(seconds * 1000))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def desk(self, role: str) -> Mapping[str, Any]:
        """Somebody of the centre who has a role."""
        people = _DESKS[role]
        return people[self.rng.randrange(len(people))]

    def crew(self) -> Mapping[str, Any]:
        """Whoever acts for the department that has the case."""
        return {"kind": "human", "role": "department", "id": self.department}

    def by_worker(self) -> Mapping[str, Any]:
        return {"kind": "human", "role": "worker", "id": self.worker}

    def limit(self, share: float, since: datetime | None = None) -> datetime:
        """When a share of the category's limit is used up, from the report or from `since`."""
        whole = self.category.limit or Limit(amount=3, unit="working_days")
        part = Limit(amount=whole.amount * share, unit=whole.unit)
        return add_limit(since or self.start, part, self.world.city)

    def awake(self, at: datetime, latest: datetime | None = None) -> datetime:
        """The same instant, or the next morning when nobody works then, unless it is urgent."""
        if self.urgent:
            return at
        local = at.astimezone(self.world.city.timezone)
        if 7 <= local.hour < 20:
            return at
        day = local.date() + timedelta(days=local.hour >= 20)
        minutes = 450 + int(self.rng.random() * 90)
        morning = datetime(day.year, day.month, day.day, tzinfo=self.world.city.timezone)
        moved = (morning + timedelta(minutes=minutes)).astimezone(UTC)
        return moved if latest is None or moved <= latest else at

    def within(self, at: datetime) -> datetime:
        """At the latest so early that everything after it still fits before LONGEST."""
        return min(at, self.start + LONGEST - timedelta(days=3))
