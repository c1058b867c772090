"""The hotline's telephones on a simulated day: calls that became cases, and those that did not."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from random import Random

from pipelines.event import Event, format_instant
from pipelines.sources.simulated_dials import Span, Urn
from pipelines.sources.simulated_reports import Report
from pipelines.sources.simulated_world import World

SOURCE = "simulated/telephone"
HOTLINE = "hotline_8890"
TOPICS = {"诉求": 5, "咨询": 4, "催办": 1, "表扬": 0.3, "其他": 0.6}
LINES = 40


def calls(world: World, day: date, reports: Iterable[tuple[str, Report]]) -> Iterator[Event]:
    """Two events a call. `reports` are the day's subjects with their reports; a case that came by
    the hotline has a call just before it."""
    rng = world.rng(day, "calls")
    talk = world.dials.span(("calls.talk_median_s", 150), ("calls.talk_p90_s", 360))
    more = max(0.0, world.dials.number("calls.per_case", 2.3) - 1)
    number = 0
    for subject, report in reports:
        if report.way.code != HOTLINE:
            continue
        for other in range(1 + int(more + rng.random())):
            at = report.at - timedelta(seconds=rng.uniform(60, 150))
            at = at + timedelta(seconds=rng.uniform(-2400, 2400)) if other else at
            yield from _call(
                world, f"{day:%Y%m%d}-{number:05d}", at, rng, talk, None if other else subject
            )
            number += 1


_TOPICS = Urn(list(TOPICS), list(TOPICS.values()))


def _call(
    world: World, name: str, at: datetime, rng: Random, talk: Span, case: str | None
) -> Iterator[Event]:
    line = f"8890-{rng.randrange(1, LINES):02d}"
    queued = at.replace(microsecond=0)
    quick = rng.random() < world.dials.number("calls.answered_15s", 0.93)
    wait = rng.uniform(2, 13) if quick else rng.uniform(16, 70)
    connected = case is not None or rng.random() < world.dials.number("calls.connected", 0.983)
    answered = queued + timedelta(seconds=int(wait))
    ended = answered + timedelta(seconds=int(talk.draw(rng)) if connected else 0)
    topic = "诉求" if case else _TOPICS.draw(rng)
    data = {"line": line, "queued_at": format_instant(queued), "ended_at": format_instant(ended)}
    data |= {"topic": topic, "direction": "in"}
    if connected:
        data["answered_at"] = format_instant(answered)
    if case:
        data["case"] = case
    yield _event(name, "call.ringing", queued, {"line": line})
    yield _event(name, "call.ended", ended, data)


def _event(name: str, kind: str, at: datetime, data: dict[str, str]) -> Event:
    return Event(source=SOURCE, id=f"{name}/{kind}", type=kind, time=at, subject=name, data=data)
