"""Random life of the small city: events, the order and the batches they arrive in, and questions.

`streams()` and `questions()` are Hypothesis strategies; `random_stream` needs only a seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from hypothesis import strategies as st

from pipelines.event import Event
from tests.twin.acts import Received
from tests.twin.drafts import Draft, draft
from tests.twin.indicators import Window
from tests.twin.words import BEGINNING, CATEGORIES, DEPARTMENTS, STEP, WORKERS

__all__ = [
    "BEGINNING", "Batch", "Question", "Stream", "arrivals", "event_lists", "questions",
    "random_stream", "streams",
]  # fmt: skip

SOURCES = ("grid", "hotline")
DIMENSIONS = (
    *("hour", "day", "week", "month", "zone", "cell", "department", "channel"),
    *("category", "class", "stage", "worker", "register"),
)
WORDS = {
    "zone": ("north", "south", "far-away"),
    "cell": ("c1", "c2", "c9"),
    "department": DEPARTMENTS,
    "channel": ("hotline", "pigeon"),
    "category": CATEGORIES,
    "class": ("streets", "pipes"),
    "stage": ("filed", "dispatched", "handled", "closed"),
    "worker": WORKERS,
    "register": ("city", "enterprise"),
    "day": ("2026-03-06", "2026-03-07"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What arrives together, and when."""

    received_at: datetime
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """All that arrives, batch after batch; some of it twice, much of it late."""

    batches: tuple[Batch, ...]

    @property
    def received(self) -> list[Received]:
        """Each arrival with its instant, in order of arrival."""
        return [(event, batch.received_at) for batch in self.batches for event in batch.events]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A window with the two instants a reading depends on."""

    window: Window
    as_of: datetime
    known_at: datetime | None


def name_events(drafts: Sequence[Draft]) -> list[Event]:
    """Drafts as events: two sources share each id, ids sort unlike the order they were made in."""
    made: dict[str, list[Event]] = {}
    events: list[Event] = []
    for number, one in enumerate(drafts):
        earlier = made.setdefault(one.subject, [])
        event = _retraction(one, number, earlier) if one.type == "case.retracted" else None
        event = event or Event(
            source=SOURCES[number % 2],
            id=f"{number // 2 * 7919 % 100_003:05d}",
            type=one.type,
            time=one.time,
            subject=one.subject,
            data=one.data,
        )
        earlier.append(event)
        events.append(event)
    return events


def _retraction(one: Draft, number: int, earlier: Sequence[Event]) -> Event:
    """Takes back an earlier act of the same subject and source, or an act nobody has heard of."""
    target = earlier[-1 - one.back] if one.back < len(earlier) else None
    return Event(
        source=target.source if target else SOURCES[0],
        id=f"retraction-{number}",
        type=one.type,
        time=max(one.time, target.time) if target and one.back % 2 else one.time,
        subject=one.subject,
        data=dict(one.data) | {"event": target.id if target else "never-sent"},
    )


def in_batches(events: Sequence[Event], cuts: Sequence[int]) -> Stream:
    """The events in this order, cut into batches of these sizes; a batch a quarter of an hour."""
    batches: list[Batch] = []
    start = 0
    for size in [*cuts, len(events)]:
        part = tuple(events[start : start + size])
        if part:
            batches.append(Batch(received_at=BEGINNING + len(batches) * STEP, events=part))
        start += size
    return Stream(batches=tuple(batches))


def random_stream(
    seed: int,
    n: int,
    *,
    batch_size: int = 1000,
    lateness: int = 200,
    repeats: float = 0.02,
    contradicting: bool = False,
) -> Stream:
    """`n` distinct events of about `n / 8` cases, some late, some again; the same for a seed.

    `contradicting` repeats say another time than the first arrival of their identity did.
    """
    chooser = Random(seed)
    events = name_events([draft(chooser, max(0, k // 8 - 3), k // 8 + 3) for k in range(n)])
    arrivals = [(k + chooser.randint(0, lateness), event) for k, event in enumerate(events)]
    again = [
        (place + chooser.randint(0, 4 * lateness), _again(event, contradicting))
        for place, event in arrivals
        if chooser.random() < repeats
    ]
    ordered = sorted(arrivals + again, key=lambda arrival: arrival[0])
    sizes = [batch_size] * (len(ordered) // batch_size)
    return in_batches([event for _, event in ordered], sizes)


def _again(event: Event, contradicting: bool) -> Event:
    return replace(event, time=event.time + STEP) if contradicting else event


@st.composite
def drafts(draw: st.DrawFn, cases: int) -> Draft:
    """One act of a city of so many cases."""
    return draft(draw(st.randoms(use_true_random=False)), 0, cases - 1)


@st.composite
def event_lists(draw: st.DrawFn, *, max_events: int = 40, cases: int = 4) -> list[Event]:
    """The distinct events of a few cases, in the order they were thought of."""
    return name_events(draw(st.lists(drafts(cases), min_size=1, max_size=max_events)))


@st.composite
def arrivals(draw: st.DrawFn, events: Sequence[Event]) -> Stream:
    """One way for these events to arrive: any order, any batches, some of them twice."""
    again = draw(st.lists(st.sampled_from(events), max_size=4))
    ordered = draw(st.permutations([*events, *again]))
    cuts = draw(st.lists(st.integers(1, 12), max_size=6))
    return in_batches(ordered, cuts)


@st.composite
def streams(draw: st.DrawFn, *, max_events: int = 40, cases: int = 4) -> Stream:
    """A whole random stream."""
    return draw(arrivals(draw(event_lists(max_events=max_events, cases=cases))))


@st.composite
def questions(draw: st.DrawFn, stream: Stream) -> Question:
    """A window, a breakdown, filters and instants at which something of the stream happens."""
    happened = sorted({event.time for event, _ in stream.received})
    instants = st.sampled_from([*happened, BEGINNING, happened[-1] + timedelta(days=3)])
    start, end = sorted((draw(instants), draw(instants)))
    filtered = draw(st.sets(st.sampled_from(sorted(WORDS)), max_size=1))
    filters = {
        name: draw(st.lists(st.sampled_from(WORDS[name]), min_size=1, max_size=2, unique=True))
        for name in filtered
    }
    known = [batch.received_at for batch in stream.batches]
    return Question(
        window=Window(
            start=draw(st.sampled_from([start, BEGINNING - timedelta(days=1)])),
            end=max(end, start + STEP),
            by=draw(st.sampled_from([None, None, *DIMENSIONS])),
            filters=filters,
        ),
        as_of=draw(instants),
        known_at=draw(st.one_of(st.none(), st.sampled_from(known))),
    )
