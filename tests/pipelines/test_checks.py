"""Every audit query finds what it is there to find, and lets its honest neighbour pass."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from dashboards.api.auditing import audit
from pipelines.checks import MOST, WHOLE_LOG, answers, check_names, quick_checks, run_checks
from pipelines.engine import Engine
from pipelines.event import Event
from pipelines.moment import Moment, lay_whole
from pipelines.store import Store
from tests.pipelines.desk import HERE, NOW, report, said
from tests.twin.town import tiny_city

TODAY = tiny_city().day_bounds(NOW.date())[0]


@pytest.fixture
def engine() -> Iterator[Engine]:
    store = Store(":memory:")
    yield Engine(store, tiny_city())
    store.close()


def call(subject: str, answered: int) -> Event:
    times = {"queued_at": at(60), "answered_at": at(60 - answered), "ended_at": at(0)}
    return said("call.ended", 0, subject, line="1", topic="water", **times)


def at(minutes_ago: int) -> str:
    return (NOW - timedelta(minutes=minutes_ago)).isoformat()


def ticks(*events: Event, received: datetime = NOW) -> Callable[[Engine], None]:
    def do(engine: Engine) -> None:
        engine.tick(events, received)

    return do


def then(sql: str) -> Callable[[Engine], None]:
    """What no event can do: somebody's hand in the database."""

    def do(engine: Engine) -> None:
        engine.tick([report(30, "good")], NOW)
        engine.store.writer.execute(sql)

    return do


CLOSED = said("case.closed", 10, "bad")
BAD: Mapping[str, Callable[[Engine], None]] = {
    "received_before_it_happened": ticks(report(0, "bad"), received=NOW - timedelta(hours=2)),
    "ended_before_reported": ticks(
        report(30, "bad"), said("case.handled", 40, "bad", department="roads")
    ),
    "due_before_reported": ticks(report(30, "bad", due=at(90))),
    "closed_without_department": ticks(report(30, "bad"), CLOSED),
    "case_outside_the_city": ticks(report(30, "bad", lat=-73.99, lon=40.71)),
    "worker_outside_the_city": ticks(said("worker.located", 5, "w1", lat=0.0, lon=0.0)),
    "shift_in_unknown_cell": ticks(said("worker.shift", 5, "w1", state="on", cell="c9")),
    "act_without_report": ticks(CLOSED, received=NOW - timedelta(hours=30)),
    "call_answered_before_it_queued": ticks(call("bad", -5)),
    "identity_twice": then("insert into live_act select * from live_act"),
    "person_in_the_log": then('update live_act set data = \'{"reporter": "Li Na"}\''),
}
GOOD = ticks(
    report(90, "spot"), said("case.answered", 80, "spot"), said("case.closed", 70, "spot"),
    report(60, "sent", reporter="Li Na", due=at(-60), title='it says "reporter": here'),
    said("case.dispatched", 50, "sent", department="roads"),
    said("case.handled", 40, "sent", department="roads"), said("case.closed", 30, "sent"),
    report(20, "placeless", lat=None, lon=None),
    said("worker.located", 5, "w1", **HERE), said("worker.shift", 5, "w1", state="on", cell="c1"),
    said("worker.shift", 9, "w2", state="on", cell="c9"),
    said("worker.shift", 5, "w2", state="off"),
    said("case.noted", 5, "unreported", text="its report is on the way"), call("good", 5),
    received=NOW - timedelta(minutes=30),
)  # fmt: skip


def found(engine: Engine, name: str) -> Mapping[str, Any]:
    with engine.store.reading() as cursor:
        lay_whole(engine, cursor, Moment(as_of=NOW))
        [check] = run_checks(cursor, engine.city, NOW, TODAY, [name])
    return check


@pytest.mark.parametrize("name", check_names())
def test_a_check_finds_what_it_is_there_for(engine: Engine, name: str) -> None:
    BAD[name](engine)
    check = found(engine, name)
    assert check["bad_rows"] >= 1
    assert len(check["examples"]) == min(check["bad_rows"], MOST)
    assert all(check["examples"])


@pytest.mark.parametrize("name", check_names())
def test_a_check_lets_honest_data_pass(engine: Engine, name: str) -> None:
    GOOD(engine)
    assert found(engine, name)["bad_rows"] == 0
    assert found(engine, name)["examples"] == []


def test_many_bad_rows_are_counted_and_few_are_shown(engine: Engine) -> None:
    engine.tick([report(30, f"c{n}", lat=0.0) for n in range(50)], NOW)
    check = found(engine, "case_outside_the_city")
    assert (check["bad_rows"], len(check["examples"])) == (50, MOST)


def test_the_page_leaves_out_only_what_reads_the_whole_log() -> None:
    assert set(check_names()) - set(quick_checks()) == WHOLE_LOG
    assert len(quick_checks()) >= 6


def test_a_header_says_in_one_sentence_what_its_check_answers() -> None:
    assert answers("act_without_report") == (
        "which cases were acted on, but whose report has not come within a day"
    )


def test_an_audit_says_every_finding_in_a_sentence_and_nothing_of_honest_data(
    engine: Engine,
) -> None:
    GOOD(engine)
    assert audit(engine, NOW) == []
    engine.tick([report(30, "far", lat=0.0)], NOW)
    [sentence] = audit(engine, NOW)
    assert sentence.startswith("case_outside_the_city: 1 bad rows (which cases lie")
    assert "such as far: 0.0, -73.99" in sentence
