"""A simulated case from the report to the dispatch: the first door, which decides its path."""

from datetime import datetime
from typing import Any

from pipelines.city import Category, Cell
from pipelines.sources.simulated_after import evaluate
from pipelines.sources.simulated_handling import handle
from pipelines.sources.simulated_story import Story
from pipelines.sources.simulated_texts import ANSWERS, address, description, reason
from pipelines.sources.simulated_world import Way, World

REPEATERS = 90
"""So many people report again and again."""


def plan_case(
    world: World,
    subject: str,
    start: datetime,
    way: Way,
    theme: tuple[Category, Cell] | None,
    other: str | None,
    slower: float = 1.0,
) -> Story:
    """Tell one case. `theme` is what an incident or a doubled report fixes of it, `other` the
    subject of the case that it doubles, `slower` stretches the handling."""
    rng = world.rng(subject)
    story = Story(world, subject, f"simulated/{way.code}", start, rng)
    story.category, story.cell = theme or (world.categories.draw(rng), world.cells.draw(rng))
    limit = story.category.limit
    story.urgent = limit is not None and limit.unit == "urgent_hours"
    own_find = other is None and rng.random() < way.found_on_spot
    story.worker = _worker(story)
    _report(story, way, own_find)
    if own_find:
        _file(story, rng.uniform(3, 9), story.by_worker())
        _dispatch(story, rng.uniform(3, 16))
        handle(story, way, slower)
    elif other is not None:
        story.tell(
            "case.merged",
            story.after(rng.uniform(60, 600)),
            {"into": other},
            story.desk("operator"),
        )
    else:
        _intake(story, way, slower)
    return story


def _worker(story: Story) -> str:
    hour = story.world.city.local(story.start).hour
    shift = "day" if 8 <= hour < 19 else "night"
    return story.world.worker_at(story.cell.id, story.day, shift).id


def _report(story: Story, way: Way, own_find: bool) -> None:
    world, rng, category, cell = story.world, story.rng, story.category, story.cell
    reach = 0.0022 * cell.area_km2**0.5
    place = address(cell, world.city.label("zone", cell.zone), world.roads, rng)
    data: dict[str, Any] = {
        "channel": way.code,
        "category": category.code,
        "title": f"{place}{category.name}",
        "description": description(category, place, rng),
        "address": place,
        "lat": round(cell.centre[0] + reach * (rng.random() * 2 - 1), 6),
        "lon": round(cell.centre[1] + reach * (rng.random() * 2 - 1), 6),
        "zone": cell.zone,
        "cell": cell.id,
        "reporter": story.worker if own_find else _reporter(story),
    }
    if category.code in world.priorities:
        data["priority"] = world.priorities[category.code]
    if own_find:
        data["found_on_spot"] = True
    actor = story.by_worker() if own_find else {"kind": "human", "role": "reporter"}
    story.tell("case.reported", story.start, data, actor)


def _reporter(story: Story) -> str:
    if story.chance(story.world.rates.repeat):
        return f"resident-{story.rng.randrange(REPEATERS):03d}"
    return f"resident-{story.subject}"


def _intake(story: Story, way: Way, slower: float) -> None:
    rates, rng = story.world.rates, story.rng
    fate = rng.random()
    first_s = rates.first_response_s.draw(rng) * (1.4 if way.slow else 1)
    if fate < rates.rejected:
        why = reason("reject", rng)
        story.tell("case.rejected", story.after(first_s), {"reason": why}, story.desk("operator"))
    elif fate < rates.rejected + rates.answered:
        _answer(story, first_s)
        _close_answered(story, way)
    elif rng.random() < rates.system_assigns:
        _assign(story)
        if _verified(story):
            _file(story, rng.uniform(8, 90), story.desk("operator"))
            _file_on(story, way, slower)
        else:
            _unfound(story, way)
    else:
        _file(story, first_s * 0.9, story.desk("operator"))
        _file_on(story, way, slower)


def _file_on(story: Story, way: Way, slower: float) -> None:
    if story.chance(story.world.rates.voided):
        why = reason("void", story.rng)
        story.tell("case.voided", story.after(600), {"reason": why}, story.desk("dispatcher"))
        return
    _dispatch(story, min(600, story.world.rates.dispatch_s.draw(story.rng)))
    handle(story, way, slower)


def _assign(story: Story) -> None:
    rates, rng = story.world.rates, story.rng
    told = {
        "worker": story.worker,
        "distance_m": int(40 + 900 * rng.random() ** 2),
        "contact": "voice" if rng.random() < 0.3 else "app",
    }
    story.tell("case.assigned", story.after(rates.assign_s.draw(rng)), told, story.desk("operator"))
    accepted = story.after(rates.accept_s.draw(rng))
    story.tell("case.accepted", accepted, {"worker": story.worker}, story.by_worker())


def _verified(story: Story) -> bool:
    """Whether the worker found what was reported."""
    rates, rng = story.world.rates, story.rng
    found = rng.random() >= rates.not_found
    told = {"result": "confirmed" if found else "not_found", "worker": story.worker}
    at = story.start + (story.after(rates.verify_s.draw(rng)) - story.at)
    story.tell("case.verified", at, told, story.by_worker())
    return found


def _unfound(story: Story, way: Way) -> None:
    if story.chance(0.6):
        why = {"reason": reason("void", story.rng)}
        story.tell("case.rejected", story.after(240), why, story.desk("operator"))
        return
    _answer(story, 300)
    _close_answered(story, way)


def _answer(story: Story, seconds: float) -> None:
    text = ANSWERS[story.rng.randrange(len(ANSWERS))]
    story.tell("case.answered", story.after(seconds), {"text": text}, story.desk("operator"))


def _close_answered(story: Story, way: Way) -> None:
    story.tell("case.closed", story.after(story.rng.uniform(20, 400)), {}, story.desk("operator"))
    evaluate(story, way)


def _file(story: Story, seconds: float, actor: Any) -> None:
    story.tell("case.filed", story.after(seconds), {}, actor)


def _dispatch(story: Story, seconds: float) -> None:
    story.department = story.world.department_of(story.category, story.cell, story.rng)
    told = {"department": story.department}
    story.tell("case.dispatched", story.after(seconds), told, story.desk("dispatcher"))
