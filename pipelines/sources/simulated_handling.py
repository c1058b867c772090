"""A simulated case from the dispatch to the closing: the department, the limit and its ladder."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from pipelines.event import format_instant
from pipelines.sources.simulated_after import evaluate
from pipelines.sources.simulated_story import SYSTEM, Story
from pipelines.sources.simulated_texts import reason
from pipelines.sources.simulated_world import Way

Aside = tuple[datetime, str, dict[str, Any], Mapping[str, Any]]
HOUR = timedelta(hours=1)


def handle(story: Story, way: Way, slower: float = 1.0) -> None:
    """Tell the handling of a dispatched case, its checks and its closing, and what comes after."""
    rates, rng = story.world.rates, story.rng
    story.due = story.limit(1.0)
    if rng.random() < rates.wrong_department:
        _return(story)
    _accept(story)
    turn = rng.random()
    if turn < rates.suspended:
        _suspend(story)
        done = story.limit(0.6 * rates.handling_share.draw(rng), since=story.at)
        _finish(story, done)
    else:
        _work(story, slower, extended=turn > 1 - rates.extended)
    _check(story)
    _close(story)
    evaluate(story, way)
    if rng.random() < rates.reopened and story.at - story.start < timedelta(days=12):
        _reopen(story, way)


def _return(story: Story) -> None:
    why = reason("return", story.rng)
    asked = story.awake(story.after(story.rng.uniform(600, 5400)), story.due)
    story.tell("case.requested", asked, {"act": "return", "reason": why}, story.crew())
    granted = story.after(story.rng.uniform(120, 1800))
    story.tell("case.returned", granted, {"reason": why}, story.desk("shift_leader"))
    others = [code for code in story.world.departments if code != story.department]
    own = story.category.department
    story.department = own if own in others else others[story.rng.randrange(len(others))]
    told = {"department": story.department}
    story.tell(
        "case.dispatched", story.after(story.rng.uniform(20, 300)), told, story.desk("dispatcher")
    )


def _accept(story: Story) -> None:
    minutes = (
        4 + 30 * story.rng.random() ** 3 if story.urgent else 8 + 150 * story.rng.random() ** 2
    )
    at = story.awake(story.after(60 * minutes), story.due)
    story.tell("case.accepted", at, {"department": story.department}, story.crew())


def _suspend(story: Story) -> None:
    rng, why = story.rng, reason("suspend", story.rng)
    asked = story.awake(story.after(rng.uniform(1800, 14_400)))
    story.tell("case.requested", asked, {"act": "suspend", "reason": why}, story.crew())
    granted = story.after(rng.uniform(300, 5400))
    story.tell("case.suspended", granted, {"reason": why}, story.desk("shift_leader"))
    days = min(18.0, story.world.rates.suspended_days.draw(rng))
    story.tell("case.resumed", story.awake(story.after(days * 86_400)), {}, story.crew())


def _work(story: Story, slower: float, *, extended: bool) -> None:
    rates, rng = story.world.rates, story.rng
    late = rng.random() < story.world.late_share(story.department) * min(slower, 1.3)
    if extended:
        done = story.limit(rng.uniform(1.0, 1.45))
        asides = _extension(story)
    elif late:
        done = story.limit(max(1.03, rates.late_factor.draw(rng)))
        done = story.within(story.awake(done))
        asides = _ladder(story, done)
    else:
        share = min(0.97, rates.handling_share.draw(rng) * slower)
        done = story.awake(story.limit(share), story.due)
        asides = _ladder(story, done)
    _finish(story, max(done, story.after(rng.uniform(240, 1500))), asides)


def _finish(story: Story, done: datetime, asides: list[Aside] | None = None) -> None:
    for at, kind, data, actor in sorted(asides or (), key=itemgetter(0)):
        if story.at < at < done:
            story.tell(kind, at, data, actor)
    story.tell("case.handled", done, {"department": story.department}, story.crew())


def _extension(story: Story) -> list[Aside]:
    rng, why = story.rng, reason("extend", story.rng)
    asked = story.limit(rng.uniform(0.4, 0.7))
    granted = asked + timedelta(minutes=rng.uniform(5, 40))
    if not story.at < asked or granted >= (story.due or granted):
        return []
    story.due = story.limit(1.5)
    due = format_instant(story.due)
    return [
        (asked, "case.requested", {"act": "extend", "reason": why}, story.crew()),
        (granted, "case.extended", {"due": due, "reason": why}, story.desk("shift_leader")),
    ]


def _ladder(story: Story, done: datetime) -> list[Aside]:
    """Reminders, urging, supervision and a leader's word on the way to `done`."""
    rates, due = story.world.rates, story.due or done
    asides: list[Aside] = []
    if done > due - (due - story.start) * (1 - rates.reminded_at):
        asides.append((story.limit(rates.reminded_at), "case.reminded", {}, SYSTEM))
    if done > due:
        asides.append((story.limit(rates.urged_at), "case.urged", {"note": "已到时限"}, SYSTEM))
        asides.extend(_supervision(story, due))
    if story.chance(0.012):
        middle = story.at + (done - story.at) / 2
        asides.append((middle, "case.urged", {"note": "市民来电催问"}, story.desk("operator")))
    asides.extend(_voices(story, done))
    return asides


def _supervision(story: Story, due: datetime) -> list[Aside]:
    rates, drawn = story.world.rates, story.rng.random()
    first = due + rates.supervised_after_h * HOUR
    asides: list[Aside] = [(first, "case.supervised", {"level": "ordinary"}, SYSTEM)]
    if drawn < rates.yellow + rates.red:
        ask = {"act": "supervise", "level": "yellow", "reason": "超时一日以上仍未处置"}
        asides.append((first + 6 * HOUR, "case.requested", ask, SYSTEM))
        signed = {"level": "yellow"}
        asides.append((first + 8 * HOUR, "case.supervised", signed, story.desk("supervisor")))
    if drawn < rates.red:
        red = {"level": "red"}
        asides.append((first + 30 * HOUR, "case.supervised", red, story.desk("supervisor")))
    return asides


def _voices(story: Story, done: datetime) -> list[Aside]:
    """Others who report the same, notes, and instructions of a leader."""
    rates, rng, asides = story.world.rates, story.rng, list[Aside]()
    if rng.random() < rates.joined:
        joined = {"reporter": f"resident-{story.subject}-2"}
        when = story.at + (done - story.at) * rng.uniform(0.1, 0.8)
        asides.append((when, "case.joined", joined, story.desk("operator")))
    if rng.random() < rates.instructed:
        when = story.at + (done - story.at) * 0.4
        word = {"text": "请牵头单位抓紧处置，举一反三，当日反馈。"}
        asides.append((when, "case.instructed", word, story.desk("duty_leader")))
    return asides


def _check(story: Story) -> None:
    """Checks until one passes; what fails is handled again by the same department."""
    rates, rng = story.world.rates, story.rng
    if rng.random() < rates.failed_check:
        _checked(story, "fail")
        again = story.awake(story.after(rng.uniform(2400, 20_000)), None)
        story.tell("case.handled", again, {"department": story.department}, story.crew())
    _checked(story, "pass")


def _checked(story: Story, result: str) -> None:
    hours = min(7.0, story.world.rates.check_h.draw(story.rng)) * (0.3 if story.urgent else 1)
    at = story.awake(story.after(3600 * hours))
    told = {"result": result, "worker": story.worker}
    story.tell("case.checked", at, told, story.by_worker())


def _close(story: Story) -> None:
    minutes = min(240.0, story.world.rates.close_min.draw(story.rng))
    story.tell("case.closed", story.after(60 * minutes), {}, story.desk("operator"))


def _reopen(story: Story, way: Way) -> None:
    why = {"reason": reason("reopen", story.rng)}
    at = story.awake(story.after(story.rng.uniform(7200, 90_000)))
    story.tell("case.reopened", at, why, story.desk("operator"))
    told = {"department": story.department}
    story.tell("case.dispatched", story.after(40), told, story.desk("dispatcher"))
    _accept(story)
    done = story.awake(story.after(story.rng.uniform(7200, 100_000)))
    _finish(story, done)
    _checked(story, "pass")
    _close(story)
    evaluate(story, way)
