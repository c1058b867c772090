"""The reports of one simulated day: how many, when, by which channel, and what an incident adds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from pipelines.city import Category, Cell
from pipelines.event import Event
from pipelines.sources.simulated_cases import plan_case
from pipelines.sources.simulated_dials import Urn
from pipelines.sources.simulated_world import Way, World

WEEK = (1.05, 1.0, 1.0, 0.98, 0.95, 0.9, 0.9)
DRIZZLE = 0.04
"""The share of an incident's cases that come before it, from half past eight on."""
DRIZZLE_FROM = time(8, 30)

Theme = tuple[Category, Cell]


@dataclass(frozen=True, slots=True)
class Report:
    """When a case comes in, by which channel, and what an incident fixes of it."""

    at: datetime
    way: Way
    theme: Theme | None = None
    slower: float = 1.0


def day_stories(world: World, day: date) -> Iterator[list[Event]]:
    """The events of every case reported on a day, however late they happen; one list a case."""
    rng = world.rng(day, "doubles")
    last: tuple[str, datetime, Theme] | None = None
    for number, report in enumerate(day_reports(world, day), start=1):
        subject = f"{day:%Y%m%d}-{number:04d}"
        doubles = last is not None and rng.random() < world.rates.merged
        other, theme = None, report.theme
        if doubles and last is not None:
            other, theme = last[0], last[2]
        story = plan_case(world, subject, report.at, report.way, theme, other, slower=report.slower)
        yield story.events
        if other is None and len(story.events) > 2:
            last = subject, report.at, (story.category, story.cell)


def day_reports(world: World, day: date) -> list[Report]:
    """The reports of a day in the order of their time."""
    rng = world.rng(day, "reports")
    usual = [_usual(world, day, rng) for _ in range(_volume(world, day, rng))]
    extra = [
        report for incident in incidents(world, day) for report in _incident(world, day, incident)
    ]
    start, end = world.city.day_bounds(day)
    reports = [report for report in usual + extra if start <= report.at < end]
    return sorted(reports, key=lambda report: report.at)


def incidents(world: World, day: date) -> list[Mapping[str, Any]]:
    """What the pack lets happen on a stormy day; nothing on others."""
    return list(world.dials.get("incidents", ())) if day in world.storm_days else []


def span(world: World, day: date, incident: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """Begin and end of an incident, UTC."""
    first, last = (
        datetime.combine(day, time.fromisoformat(incident[name])) for name in ("from", "to")
    )
    return world.city.instant(first), world.city.instant(last)


def _volume(world: World, day: date, rng: Random) -> int:
    dials = world.dials
    factor = float(dials.get("days.workday", WEEK)[day.weekday()])
    if not world.city.is_workday(day):
        factor = dials.number("days.day_off", 0.72)
    noise = 1 + rng.gauss(0, dials.number("days.noise", 0.05))
    return max(0, round(dials.number("cases_per_day", 2000) * factor * noise))


def _usual(world: World, day: date, rng: Random) -> Report:
    way = world.ways.draw(rng)
    start, _ = world.city.day_bounds(day)
    begin = world.city.day_start.hour
    hour = (way.hours.draw(rng) - begin) % 24
    return Report(start + timedelta(milliseconds=int((hour + rng.random()) * 3_600_000)), way)


def _incident(world: World, day: date, incident: Mapping[str, Any]) -> Iterator[Report]:
    """Reports that rise fast and fall slowly between the incident's times, in its zones."""
    weights = incident.get("categories") or {}
    codes = [code for code in weights if code in world.by_code]
    zones = frozenset(incident.get("zones", ()))
    cells = [cell for cell in world.cells.things if not zones or cell.zone in zones]
    if not codes or not cells:
        return
    rng = world.rng(day, incident["key"])
    kinds, places = Urn(codes, [weights[c] for c in codes]), Urn(cells, [c.weight for c in cells])
    ways = _ways(world, incident.get("channels", {}))
    for at in _times(world, day, incident, rng):
        theme = world.by_code[kinds.draw(rng)], places.draw(rng)
        yield Report(at, ways.draw(rng), theme, float(incident.get("handling_factor", 1)))


def _ways(world: World, shares: Mapping[str, float]) -> Urn[Way]:
    named = [way for way in world.ways.things if way.code in shares]
    return Urn(named, [shares[way.code] for way in named]) if named else world.ways


def _times(world: World, day: date, incident: Mapping[str, Any], rng: Random) -> Iterator[datetime]:
    first, last = span(world, day, incident)
    early = world.city.instant(datetime.combine(day, DRIZZLE_FROM))
    count = int(incident.get("cases", 0))
    for number in range(count):
        drizzle = number < count * DRIZZLE and early < first
        begin, end = (early, min(first, early + timedelta(hours=3))) if drizzle else (first, last)
        share = rng.random() if drizzle else rng.betavariate(1.6, 2.6)
        yield begin + timedelta(seconds=int(share * (end - begin).total_seconds()))
