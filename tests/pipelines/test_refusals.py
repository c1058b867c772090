"""Refusals are counted durably, in few rows, whatever comes and from however many."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.clock import ShiftedClock
from pipelines.event import Refused
from pipelines.hub import HubStopped
from pipelines.refusals import (
    MOST_REASONS,
    MOST_ROWS,
    OTHER,
    Refusals,
    Tallies,
    Tally,
    told,
    write_refusals,
)
from pipelines.store import Store, StoreError
from tests.twin.town import tiny_city

NOW = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
CITY = tiny_city()
Row = tuple[str, str, int]


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store(":memory:")
    yield made
    made.close()


class Jobs:
    """Keeps the work until it is told to do it."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], Any]] = []

    def call(self, work: Callable[[], Any]) -> None:
        self.waiting.append(work)

    def do(self) -> int:
        work, self.waiting = self.waiting, []
        for one in work:
            one()
        return len(work)


def counted(store: Store, now: datetime = NOW) -> list[dict[str, Any]]:
    day = CITY.day_of(now).isoformat()
    return store.cursor().records("queries/read_refusals", day=day, most=10_000)


def rows(store: Store) -> list[Row]:
    return [(row["source"], row["reason"], row["n"]) for row in counted(store)]


def missing(source: str | None, name: str = "id") -> Refused:
    return Refused(reason=f"{name}: missing", id="e1", source=source)


def tallies(*refused: Refused) -> Tallies:
    made = Tallies()
    made.refused(refused)
    return made


def test_refusals_of_one_kind_are_one_row_with_the_latest_example(store: Store) -> None:
    said = [
        Refused(reason=f"data.lat: {91 + n} lies outside -90 to 90", id=f"e{n}", source="desk")
        for n in range(1_000)
    ]
    write_refusals(store, CITY, tallies(*said), NOW)
    write_refusals(store, CITY, tallies(said[7]), NOW + timedelta(minutes=1))
    [row] = counted(store)
    assert (row["source"], row["n"], row["today"]) == ("desk", 1_001, 1_001)
    assert row["reason"] == "data.lat: lies outside -90 to 90"
    assert (row["example_id"], row["example"]) == ("e7", "data.lat: 98 lies outside -90 to 90")
    assert row["last_at"] == NOW + timedelta(minutes=1)


def test_a_database_of_before_is_brought_along(tmp_path: Path) -> None:
    path = tmp_path / "city.duckdb"
    old = Store(path)
    for statement in (
        "drop table refusal",
        "create table refusal (source varchar, reason varchar, refused_at timestamp)",
        "delete from migration where name = '0005_refusals'",
    ):
        old.writer.execute(statement)
    old.close()
    new = Store(path)
    write_refusals(new, CITY, tallies(missing("a")), NOW)
    new.close()
    again = Store(path)
    assert rows(again) == [("a", "id: missing", 1)]
    again.close()


def test_a_day_has_rows_of_its_own(store: Store) -> None:
    write_refusals(store, CITY, tallies(missing("a")), NOW - timedelta(days=1))
    write_refusals(store, CITY, tallies(missing("a"), missing("a")), NOW)
    [row] = counted(store)
    assert (row["n"], row["today"]) == (3, 2)


def test_a_flood_of_reasons_and_sources_stays_within_its_rows(store: Store) -> None:
    made = Tallies()
    for n in range(5 * MOST_ROWS):
        made.add(Tally(source=f"s{n}", reason="id: missing"))
        made.add(Tally(source="one", reason=f"reason {'x' * n}"))
    write_refusals(store, CITY, made, NOW)
    write_refusals(store, CITY, [Tally(source="new", reason="new", count=5)], NOW)
    found = rows(store)
    assert len(found) <= MOST_ROWS + 2
    assert sum(n for _, _, n in found) == 10 * MOST_ROWS + 5
    assert len([reason for source, reason, _ in found if source == "one"]) == MOST_REASONS + 1
    assert ("", OTHER) in {(source, reason) for source, reason, _ in found}


def refusals(store: Store, jobs: Jobs, before: Callable[[], None]) -> Refusals:
    return Refusals(store, jobs, CITY, ShiftedClock(NOW, 0.0001), before)


def test_a_thousand_requests_are_written_at_once(store: Store) -> None:
    jobs = Jobs()
    made = refusals(store, jobs, lambda: None)
    for _ in range(1_000):
        made.add(tallies(missing("a"), missing(None)))
    assert rows(store) == []
    assert jobs.do() == 1
    assert sorted(rows(store)) == [("", "id: missing", 1_000), ("a", "id: missing", 1_000)]
    made.write_soon()
    assert jobs.do() == 0


def test_what_a_full_disk_kept_back_is_written_later_once(store: Store) -> None:
    jobs, full = Jobs(), [True]

    def before() -> None:
        if full[0]:
            raise StoreError("the disk is full")

    made = refusals(store, jobs, before)
    made.add(tallies(missing("a")))
    jobs.do()
    made.add(tallies(missing("a")))
    jobs.do()
    assert rows(store) == []
    full[0] = False
    made.write_soon()
    jobs.do()
    assert rows(store) == [("a", "id: missing", 2)]


def test_a_hub_that_stops_is_no_error_of_the_sender(store: Store) -> None:
    class Stopped:
        def call(self, work: Callable[[], Any]) -> None:
            raise HubStopped("stopping")

    Refusals(store, Stopped(), CITY, lambda: NOW, lambda: None).add(tallies(missing("a")))
    assert rows(store) == []


def test_a_tally_travels_to_another_process_and_is_cut_there() -> None:
    [tally] = tallies(Refused(reason="time: 'soon' is no RFC 3339 instant with a zone", id="e9"))
    assert told(tally.as_json()) == tally
    long = told({"source": "s" * 999, "reason": "r" * 999, "count": 1, "id": "i" * 999})
    assert max(len(long.source), len(long.reason), len(long.id or "")) <= 160
    for count in (0, -1, "1", None):
        with pytest.raises(ValueError, match="count"):
            told({"reason": "x", "count": count})
