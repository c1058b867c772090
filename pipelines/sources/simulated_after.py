"""What follows the closing of a simulated case: the reporter's rating and the centre's callback."""

from typing import Any

from pipelines.sources.simulated_story import Story
from pipelines.sources.simulated_world import Way

REPORTER = {"kind": "human", "role": "reporter"}


def evaluate(story: Story, way: Way) -> None:
    """Rating and callback, each or none; a worker's own find is not asked about."""
    if way.found_on_spot and not story.chance(0.1):
        return
    rates, rng = story.world.rates, story.rng
    if rng.random() < rates.rated:
        rated = {"satisfaction": rates.satisfaction.draw(rng)}
        story.tell("case.rated", story.after(300 + 20_000 * rng.random() ** 3), rated, REPORTER)
    if rng.random() < rates.called_back:
        at = story.awake(story.after(1200 + 80_000 * rng.random() ** 2))
        story.tell("case.called_back", at, _callback(story), story.desk("operator"))


def _callback(story: Story) -> dict[str, Any]:
    rates, rng = story.world.rates, story.rng
    if rng.random() >= rates.reached:
        return {"reached": False}
    told: dict[str, Any] = {"contacted": rng.random() < rates.contacted}
    told["resolved"] = rng.random() < rates.resolved
    if rng.random() < 0.9:
        told["satisfaction"] = rates.satisfaction.draw(rng)
    return told
