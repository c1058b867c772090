"""What enterprises do on a simulated day: applications at the counters and questions they ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from pipelines.casework.clocks import add_limit
from pipelines.city import Limit
from pipelines.event import Event
from pipelines.sources.simulated_dials import Span
from pipelines.sources.simulated_world import World

SOURCE = "simulated/counters"
PROJECT_DAYS = "project_days"
LONGEST = {PROJECT_DAYS: 75.0, "working_hours": 100.0}
"""No application takes longer, so that later days can go on with it."""
CLERK = {"kind": "human", "role": "department", "id": "counter"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A kind of application: how many a workday, how long each takes on the working clock."""

    kind: str
    per_workday: float
    item: str
    span: Span
    unit: str


def applications(world: World, day: date, *, slow: bool) -> Iterator[list[Event]]:
    """The events of every application filed on a day, however late they happen: those that take
    months (`slow`), or those that take at most weeks."""
    if not world.city.is_workday(day):
        return
    for counter in _counters(world):
        if (counter.unit == PROJECT_DAYS) != slow:
            continue
        rng = world.rng(day, counter.kind)
        for number in range(round(counter.per_workday * rng.uniform(0.85, 1.15))):
            yield _application(world, day, counter, number, rng)


def _counters(world: World) -> tuple[Counter, ...]:
    number, span = world.dials.number, world.dials.span
    hours = span(
        ("applications.registration_median_h", 3.6), ("applications.registration_p90_h", 6.2)
    )
    days = span(("applications.project_median_days", 52), ("applications.project_p90_days", 75))
    quick = Span.of(2.0, 7.0)

    def counter(kind: str, name: str, usual: float, item: str, how: Span, unit: str) -> Counter:
        per_workday = number(f"applications.{name}", usual)
        return Counter(kind=kind, per_workday=per_workday, item=item, span=how, unit=unit)

    return (
        counter(
            "registration", "registrations_per_workday", 60, "设立登记", hours, "working_hours"
        ),
        counter("project", "projects_per_workday", 6, "投资项目备案", days, PROJECT_DAYS),
        counter("delegated", "delegated_per_workday", 90, "下放事项", quick, "working_hours"),
        counter(
            "any_counter", "any_counter_per_workday", 60, "滨海通办事项", quick, "working_hours"
        ),
        counter(
            "talent", "talent_per_workday", 40, "人才引进落户", Span.of(10, 30), "working_hours"
        ),
    )


def _application(
    world: World, day: date, counter: Counter, number: int, rng: Random
) -> list[Event]:
    name = f"{counter.kind}-{day:%Y%m%d}-{number:03d}"
    morning = datetime(day.year, day.month, day.day, tzinfo=world.city.timezone)
    minutes = 500 + 560 * rng.betavariate(1.7, 2.1)
    filed = (morning + timedelta(seconds=int(60 * minutes))).astimezone(UTC)
    amount = min(counter.span.draw(rng), LONGEST[counter.unit])
    decided = _decided(world, filed, amount, counter.unit)
    accepted = min(filed + timedelta(minutes=rng.uniform(3, 60)), filed + (decided - filed) / 2)
    return [
        _event(name, "filed", filed, _filed(world, counter, name, rng)),
        _event(name, "accepted", accepted.replace(microsecond=0), {"actor": CLERK}),
        _event(name, "decided", decided.replace(microsecond=0), _decision(world, rng)),
    ]


def _decided(world: World, filed: datetime, amount: float, unit: str) -> datetime:
    """One working day of an application is the pack's working hours of a day."""
    if unit == PROJECT_DAYS:
        amount *= _hours_a_day(world)
    return add_limit(filed, Limit(amount=amount, unit="working_hours"), world.city)


def _hours_a_day(world: World) -> float:
    seconds = sum(
        (b.hour - a.hour) * 3600 + (b.minute - a.minute) * 60 for a, b in world.city.working_hours
    )
    return seconds / 3600


def _filed(world: World, counter: Counter, name: str, rng: Random) -> dict[str, Any]:
    online = rng.random() < world.dials.number("applications.online", 0.82)
    modes = ("at_once", "nearby", "one_visit")
    data: dict[str, Any] = {
        "item": counter.item,
        "kind": counter.kind,
        "applicant": f"enterprise-{name}",
        "mode": "online" if online else modes[rng.randrange(3)],
    }
    if counter.kind == "registration":
        drawn = rng.random()
        data["matter"] = "establish" if drawn < 0.7 else "change" if drawn < 0.92 else "cancel"
    return data


def _decision(world: World, rng: Random) -> dict[str, Any]:
    unmanned = rng.random() < world.dials.number("applications.unmanned", 0.35)
    return {
        "result": "granted" if rng.random() < 0.97 else "refused",
        "unmanned": unmanned,
        "visits": 0 if unmanned else int(rng.random() < 0.3),
        "actor": CLERK,
    }


def _event(name: str, act: str, at: datetime, data: dict[str, Any]) -> Event:
    return Event(
        source=SOURCE,
        id=f"{name}/{act}",
        type=f"application.{act}",
        time=at,
        subject=name,
        data=data,
    )
