"""The feeder: the past at once, the present when its time comes, older days without hurry."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pipelines.event import Event
from pipelines.feeder import Feeder
from pipelines.plans import Plan, chunks, still_open, whole_chunks

NINE = datetime(2026, 7, 15, 1, tzinfo=UTC)


def noted(name: str, minutes: int) -> Event:
    time = NINE + timedelta(minutes=minutes)
    return Event(source="s", id=name, type="case.noted", time=time, subject="c", data={"text": ""})


class Post:
    """Remembers what was sent, and at what time it stands."""

    def __init__(self) -> None:
        self.now, self.sent = NINE, list[list[str]]()

    def clock(self) -> datetime:
        return self.now

    def send(self, events: Sequence[Event]) -> None:
        self.sent.append([event.id for event in events])


def test_what_happened_before_comes_first_and_makes_the_source_ready() -> None:
    post = Post()
    plan = Plan(until=NINE, before=[noted("a", -2), noted("b", -1)], live=iter([noted("c", 1)]))
    feeder = Feeder("day", lambda: plan, post.clock, simulated=True)
    assert not feeder.ready
    feeder.begin(post.send)
    assert (feeder.ready, post.sent) == (True, [["a", "b"], []])


def test_an_event_goes_in_when_the_citys_clock_reaches_it() -> None:
    post = Post()
    live = iter([noted("a", 1), noted("b", 2), noted("c", 30)])
    feeder = Feeder(
        "day", lambda: Plan(until=NINE, before=[], live=live), post.clock, simulated=True
    )
    feeder.begin(post.send)
    assert not feeder.step(post.send)
    post.now = NINE + timedelta(minutes=2)
    assert feeder.step(post.send)
    assert post.sent == [[], ["a", "b"]]


def test_a_played_source_says_until_when_all_is_durable() -> None:
    post = Post()
    live = iter([noted("a", 1), noted("b", 2)])
    feeder = Feeder(
        "day", lambda: Plan(until=NINE, before=[], live=live), post.clock, simulated=True
    )
    feeder.begin(post.send)
    assert feeder.told_until == NINE
    post.now = NINE + timedelta(minutes=5)
    just_before = NINE + timedelta(minutes=1) - timedelta(microseconds=1)
    seen = list[datetime | None]()
    assert feeder.told_until == just_before
    feeder.step(lambda _: seen.append(feeder.told_until))
    assert (seen, feeder.told_until) == ([just_before], post.now)


def test_older_days_follow_between_and_never_before_what_is_due() -> None:
    post = Post()
    plan = Plan(until=NINE, before=[], live=iter([noted("now", 0)]), older=[noted("old", -9000)])
    feeder = Feeder("day", lambda: plan, post.clock, simulated=True)
    feeder.begin(post.send)
    feeder.step(post.send)
    assert post.sent == [[], ["now"], ["old"]]


def test_older_days_rest_as_long_as_they_took() -> None:
    post, seconds = Post(), iter([0.0, 3.0, 5.9, 6.0, 6.0])
    plan = Plan(until=NINE, before=[], live=iter([]), older=[noted("a", -9), noted("b", -8)])
    older = [replace(event, subject=event.id) for event in plan.older]
    feeder = Feeder(
        "day",
        lambda: replace(plan, older=older),
        post.clock,
        simulated=True,
        monotonic=lambda: next(seconds),
    )
    feeder.begin(post.send)
    assert feeder.step(post.send)
    assert not feeder.step(post.send)
    assert post.sent == [[], ["a", "b"]]


def test_chunks_are_whole_and_in_order() -> None:
    events = [noted(str(n), n) for n in range(5)]
    assert [len(part) for part in chunks(events, 2)] == [2, 2, 1]


def test_a_chunk_of_old_days_never_ends_within_a_case() -> None:
    events = [replace(noted(str(n), n), subject=subject) for n, subject in enumerate("aabbbc")]
    assert [[e.subject for e in part] for part in whole_chunks(events, 1)] == [
        ["a", "a"],
        ["b", "b", "b"],
        ["c"],
    ]


def test_what_is_still_open_comes_whole() -> None:
    def acts(subject: str, *types: str) -> list[Event]:
        return [
            replace(noted(f"{subject}{n}", n), subject=subject, type=f"case.{kind}")
            for n, kind in enumerate(types)
        ]

    done = acts("done", "reported", "closed")
    again = acts("again", "reported", "closed", "reopened")
    begun = acts("begun", "reported", "filed")
    assert list(still_open([*done, *again, *begun])) == [*again, *begun]
