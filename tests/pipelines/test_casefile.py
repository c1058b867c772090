"""The list of cases and the single case: paging, clocks, and what was erased or taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipelines.casefile import ERASED, CaseQuery, find_cases, one_case
from pipelines.engine import Engine
from pipelines.event import Event
from pipelines.store import Store
from tests.twin.town import tiny_city

START = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)


@pytest.fixture
def engine() -> Iterator[Engine]:
    store = Store(":memory:")
    yield Engine(store, tiny_city())
    store.close()


def act(verb: str, minutes: int, subject: str = "a", **data: Any) -> Event:
    when = START + timedelta(minutes=minutes)
    name = f"{subject}/{verb}/{minutes}"
    return Event(source="desk", id=name, type=f"case.{verb}", time=when, subject=subject, data=data)


def report(minutes: int = 0, subject: str = "a", **data: Any) -> Event:
    said = {"channel": "hotline", "category": "urgent", **data}
    return act("reported", minutes, subject, **said)


def told(engine: Engine, *events: Event) -> None:
    engine.tick(events, START + timedelta(days=1))


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def found(engine: Engine, minutes: int = 600, **asked: Any) -> list[str]:
    return [case["id"] for case in find_cases(engine, CaseQuery(as_of=at(minutes), **asked))[0]]


def clock(case: dict[str, Any] | None, name: str) -> str:
    assert case is not None
    return next(str(one["status"]) for one in case["clocks"] if one["name"] == name)


def test_pages_meet_where_reports_share_an_instant(engine: Engine) -> None:
    told(engine, *(report(subject=name) for name in "abcde"))
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        page, cursor = find_cases(engine, CaseQuery(as_of=at(600), limit=2, cursor=cursor))
        seen += [case["id"] for case in page]
    assert (seen, cursor) == (["e", "d", "c", "b", "a"], None)


def test_a_state_is_that_of_the_asked_instant(engine: Engine) -> None:
    told(engine, report(), act("handled", 300, department="roads"))
    assert found(engine, 60, state="due_soon") == ["a"]
    assert found(engine, 150, state="overdue") == ["a"]
    assert found(engine, 301, state="overdue") == []
    assert found(engine, 301, state="handled") == ["a"]


def test_filters_and_text_narrow_the_list(engine: Engine) -> None:
    told(engine, report(title="Burst pipe"), report(subject="b", channel="snapshot"))
    assert found(engine, text="BURST") == ["a"]
    assert found(engine, filters=(("channel", ("snapshot", "letter")),)) == ["b"]
    assert found(engine, start=at(1)) == []


def test_an_unknown_case_is_none(engine: Engine) -> None:
    assert one_case(engine, "a", at(600)) is None


def test_a_suspended_case_is_not_called_overdue(engine: Engine) -> None:
    told(engine, report(), act("suspended", 30, reason="frost"))
    assert found(engine, state="overdue") == []
    assert clock(one_case(engine, "a", at(600)), "handling") == "suspended"


def test_a_clock_says_how_it_ran_and_how_it_ended(engine: Engine) -> None:
    told(engine, report(), act("answered", 20))
    assert clock(one_case(engine, "a", at(10)), "first_response") == "running"
    assert clock(one_case(engine, "a", at(16)), "first_response") == "overdue"
    assert clock(one_case(engine, "a", at(30)), "first_response") == "late"
    assert clock(one_case(engine, "a", at(30)), "handling") == "on_time"


def test_what_was_erased_is_shown_at_no_instant(engine: Engine) -> None:
    told(
        engine,
        report(title="Mrs Song's door", lat=40.71, lon=-73.99, reporter="Song", media=["x.jpg"]),
        act("redacted", 60, fields=["title", "lat", "lon", "reporter", "media"]),
    )
    for minutes in (30, 90):
        case = one_case(engine, "a", at(minutes))
        assert case is not None
        assert (case["title"], case["lat"], case["lon"]) == (ERASED, None, None)
        assert (case["reporters"], case["media"]) == ([ERASED], [])
        assert "Song" not in str(case)


def test_the_list_neither_shows_nor_finds_what_was_erased(engine: Engine) -> None:
    told(
        engine,
        report(title="Mrs Song's door", lat=40.71, lon=-73.99),
        act("redacted", 60, fields=["title", "lat", "lon"]),
    )
    box = (-74.0, 40.70, -73.9, 40.75)
    for minutes in (30, 90):
        shown, _ = find_cases(engine, CaseQuery(as_of=at(minutes)))
        assert (shown[0]["title"], shown[0]["lat"]) == (ERASED, None)
        assert found(engine, minutes, text="song") == []
        assert found(engine, minutes, bbox=box) == []


def test_an_act_taken_back_is_told_but_lends_no_reporter(engine: Engine) -> None:
    joined = act("joined", 10, reporter="Omar")
    told(engine, report(reporter="Ana"), joined, act("retracted", 20, event=joined.id))
    before, after = (one_case(engine, "a", at(minutes)) for minutes in (15, 25))
    assert before is not None
    assert before["reporters"] == ["Ana", "Omar"]
    assert after is not None
    assert after["reporters"] == ["Ana"]
    assert joined.id in [event["id"] for event in after["events"]]
