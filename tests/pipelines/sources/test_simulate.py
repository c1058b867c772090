"""The simulated day: the same for the same seed, within the rules of the loop, without holes."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from statistics import median

import pytest

from pipelines.casework.acts import ACTS
from pipelines.casework.case import Case, after, case_of
from pipelines.casework.conditions import Actor
from pipelines.casework.rules import Deed, Refusal, decide
from pipelines.city import City, find_city
from pipelines.event import RANK, Event, Refused, parse
from pipelines.sources.simulate import (
    SimulatedDay,
    Simulation,
    history,
    live,
    published_indicators,
)
from pipelines.sources.simulated_reports import day_stories
from pipelines.sources.simulated_staff import positions
from pipelines.sources.simulated_world import build_world

WEDNESDAY = date(2026, 7, 15)
SUNDAY = date(2026, 7, 19)
HALF_PAST_TEN = datetime(2026, 7, 15, 2, 30, tzinfo=UTC)
TWO_O_CLOCK = datetime(2026, 7, 15, 6, tzinfo=UTC)
SEED = 743
ACT_OF = {line.event: line.name for line in ACTS}


@pytest.fixture(scope="module")
def city() -> City:
    return binhai()


@cache
def binhai() -> City:
    return find_city("binhai")


@cache
def quiet() -> City:
    """The same city with a tenth of its cases, for what needs a month of them."""
    return replace(binhai(), day={**binhai().day, "cases_per_day": 150})


@cache
def stories(day: date = WEDNESDAY) -> list[list[Event]]:
    return list(day_stories(build_world(binhai(), SEED, frozenset({WEDNESDAY})), day))


@cache
def whole_day() -> list[Event]:
    return list(SimulatedDay(quiet(), WEDNESDAY, SEED).events())


def all_acts() -> Iterable[Event]:
    return (event for story in stories() for event in story)


def seconds_to_first(kinds: set[str]) -> list[float]:
    found = []
    for story in stories():
        first = next((e.time for e in story if e.type in kinds), None)
        if first:
            found.append((first - story[0].time).total_seconds())
    return found


def test_the_same_seed_tells_the_same_day_to_the_byte() -> None:
    again = SimulatedDay(quiet(), WEDNESDAY, SEED).events()
    assert [e.as_cloudevent() for e in again] == [e.as_cloudevent() for e in whole_day()]


def test_another_seed_tells_another_day(city: City) -> None:
    other = next(iter(day_stories(build_world(city, 1), WEDNESDAY)))
    assert other[0].data != stories()[0][0].data


def test_a_day_comes_in_the_order_of_time_and_within_its_bounds(city: City) -> None:
    start, end = city.day_bounds(WEDNESDAY)
    times = [event.time for event in whole_day()]
    assert times == sorted(times)
    assert start <= times[0] <= times[-1] < end


def test_every_event_passes_the_door(city: City) -> None:
    late = datetime(2026, 9, 1, tzinfo=UTC)
    told = [*whole_day(), *all_acts(), *published_indicators(city)]
    refused = [parse(event.as_cloudevent(), now=late) for event in told]
    assert [found for found in refused if isinstance(found, Refused)] == []


def test_no_identity_is_told_twice() -> None:
    names = Counter(event.identity for event in whole_day())
    assert [name for name, count in names.items() if count > 1] == []


def happen(case: Case, event: Event) -> Case | Refusal:
    """Let the rules do what the simulation says was done."""
    by = event.data["actor"]
    actor = Actor(id=by.get("id", "somebody"), kind=by["kind"], roles=frozenset({by["role"]}))
    deed = Deed(act=ACT_OF[event.type], time=event.time, source="t", id="t", data=event.data)
    found = decide(case, deed, actor, binhai())
    return found if isinstance(found, Refusal) else after(case, event)


def test_every_act_is_one_that_the_table_allows() -> None:
    for story in stories():
        case = case_of(story[:1])
        assert case is not None
        for event in story[1:]:
            then = happen(case, event)
            assert not isinstance(then, Refusal), (event, then)
            case = then


def test_the_acts_of_a_case_lie_apart_in_fold_order() -> None:
    for story in stories():
        order = [(event.time, RANK[event.type]) for event in story]
        assert order == sorted(order)
        assert story[-1].time - story[0].time < timedelta(days=28)


def test_about_two_thousand_cases_come_on_a_workday_and_fewer_on_a_sunday() -> None:
    assert 1_900 < len(stories()) < 2_700
    assert len(stories(SUNDAY)) < 0.9 * len(stories(date(2026, 7, 14)))


def test_all_five_channels_are_heard(city: City) -> None:
    heard = {story[0].data["channel"] for story in stories()}
    assert heard == {channel.code for channel in city.channels}


def test_most_dispatches_take_less_than_thirty_seconds() -> None:
    assert median(seconds_to_first({"case.assigned", "case.dispatched"})) < 30


def test_about_nineteen_of_twenty_are_answered_within_a_quarter_of_an_hour() -> None:
    kinds = {"case.verified", "case.dispatched", "case.answered"}
    waits = seconds_to_first(kinds)
    assert 0.9 < sum(wait <= 900 for wait in waits) / len(waits) < 0.985


def test_every_kind_of_act_happens() -> None:
    told = {event.type for event in all_acts()}
    usual = {line.event for line in ACTS} - {"case.amended", "case.noted", "case.refused"}
    assert usual - {"case.transferred"} <= told


def test_a_storm_floods_roads_in_the_afternoon_and_a_little_before() -> None:
    flooded = [s[0].time for s in stories() if s[0].data["category"] == "1106"]
    assert 3 <= sum(time < HALF_PAST_TEN for time in flooded) < 30
    assert sum(time > TWO_O_CLOCK for time in flooded) > 100


def test_places_lie_in_or_near_their_cell(city: City) -> None:
    reports = [story[0].data for story in stories()]
    cells = city.locate_many([r["lat"] for r in reports], [r["lon"] for r in reports])
    inside = sum(found == told["cell"] for found, told in zip(cells, reports, strict=True))
    assert inside > 0.8 * len(reports)


def test_history_and_live_together_are_the_whole_without_doubles_or_holes() -> None:
    first = WEDNESDAY - timedelta(days=3)
    simulation = Simulation(quiet(), SEED, frozenset({WEDNESDAY}))
    before = [e for day in simulation.history(first, WEDNESDAY, until=HALF_PAST_TEN) for e in day]
    then = list(simulation.live(WEDNESDAY, HALF_PAST_TEN))
    assert max(e.time for e in before) <= HALF_PAST_TEN < min(e.time for e in then)
    names = Counter(e.identity for e in [*before, *then])
    assert max(names.values()) == 1
    whole = {e.identity for e in whole_day() if e.type != "worker.located"}
    assert whole <= names.keys() | older(whole_day(), first)
    assert list(live(quiet(), WEDNESDAY, SEED, HALF_PAST_TEN)) == then


def older(events: Iterable[Event], first: date) -> set[tuple[str, str]]:
    """What the history of a few days cannot know: acts on what is older than it."""
    known = f"{first:%Y%m%d}"
    digits = {e.identity: "".join(c for c in e.subject if c.isdigit())[:8] for e in events}
    return {name for name, day in digits.items() if day < known}


def test_the_next_day_goes_on_where_the_day_ended(city: City) -> None:
    simulation = Simulation(quiet(), SEED, frozenset({WEDNESDAY}))
    end = city.day_bounds(WEDNESDAY)[1]
    told = day_stories(build_world(quiet(), SEED, frozenset({WEDNESDAY})), WEDNESDAY)
    open_cases = {story[0].subject for story in told if story[-1].time > end}
    tomorrow = simulation.live(WEDNESDAY + timedelta(days=1))
    assert len(open_cases & {event.subject for event in tomorrow}) > 0.5 * len(open_cases)


def test_history_can_begin_with_the_newest_day(city: City) -> None:
    first = WEDNESDAY - timedelta(days=1)
    there = list(history(city, first, WEDNESDAY, SEED, until=HALF_PAST_TEN))
    back = list(history(city, first, WEDNESDAY, SEED, until=HALF_PAST_TEN, newest_first=True))
    assert there == back[::-1]


def test_workers_come_and_go_and_nobody_is_heard_twice_a_minute(city: City) -> None:
    heard = list(
        positions(build_world(city, SEED), HALF_PAST_TEN, HALF_PAST_TEN + timedelta(minutes=10))
    )
    by_worker = defaultdict(list)
    for event in heard:
        by_worker[event.subject].append(event.time)
    on_shift = {e.subject for e in whole_day() if e.type == "worker.shift"}
    assert len(by_worker) > 0.75 * len(city.workers)
    assert len(on_shift) > 0.9 * len(city.workers)
    for times in by_worker.values():
        gaps = [b - a for a, b in pairwise(times)]
        assert all(gap >= timedelta(minutes=1) for gap in gaps)


def test_sixty_to_a_hundred_and_fifty_are_moving_at_a_time(city: City) -> None:
    minute = list(
        positions(build_world(city, SEED), HALF_PAST_TEN, HALF_PAST_TEN + timedelta(minutes=1))
    )
    assert 60 <= len(minute) <= 150


def test_published_figures_keep_their_source_and_come_at_the_end_of_their_period(
    city: City,
) -> None:
    events = published_indicators(city)
    assert len({event.identity for event in events}) == len(events) == len(city.indicators)
    assert all(event.data["source"] and event.source == "published" for event in events)
