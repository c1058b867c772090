"""The engine against the slow twin and against its own rebuild, on random streams."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.engine import Engine
from pipelines.event import Event
from pipelines.metrics import Query, evaluate, load_metrics
from pipelines.store import Store
from tests.twin.indicators import Ledger
from tests.twin.streams import (
    BEGINNING,
    Question,
    Stream,
    in_batches,
    questions,
    random_stream,
    streams,
)
from tests.twin.town import tiny_city

CATALOGUE = load_metrics()
SEALING_EXAMPLES = 80
"""A file is made for every month that is sealed: fewer streams than in memory."""
KEPT = (
    "live_act",
    "live_event",
    "personal",
    "cases",
    "sealed_file",
    "unsealed",
    "sealed_said",
    "rollup",
    "bin",
    "restless",
    "call",
    "shift",
    "position",
    "place",
)


@pytest.fixture(scope="module")
def live() -> Iterator[Engine]:
    """A city in memory."""
    engine = Engine(Store(":memory:"), tiny_city())
    yield engine
    engine.store.close()


@pytest.fixture(scope="module")
def sealing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A city that seals whatever it can as soon as it can."""
    store = Store(tmp_path_factory.mktemp("sealing") / "city.duckdb")
    kept_live = timedelta(days=-60)
    engine = Engine(store, tiny_city(), seal_every=40, least_cases=1, kept_live=kept_live)
    yield engine
    engine.store.close()


@pytest.fixture(params=["live", "sealing"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """The one and the other."""
    return request.getfixturevalue(request.param)


def fill(engine: Engine, stream: Stream) -> None:
    """Empty the city and let the stream arrive."""
    for table in KEPT:
        engine.store.writer.execute(f"delete from {table}")
    for batch in stream.batches:
        engine.tick(batch.events, batch.received_at)


def differences(engine: Engine, stream: Stream, question: Question) -> list[str]:
    """Where the engine and the twin answer one question differently."""
    window = question.window
    query = Query(
        keys=tuple(CATALOGUE),
        start=window.start,
        end=window.end,
        as_of=question.as_of,
        known_at=question.known_at,
        by=window.by,
        filters=tuple((name, tuple(words)) for name, words in window.filters.items()),
    )
    twin = Ledger(stream.received, engine.city, as_of=question.as_of, known_at=question.known_at)
    found = []
    for ours in evaluate(engine, CATALOGUE, query):
        theirs = twin.read(ours.key, window)
        if ours.value != pytest.approx(theirs.value):
            found.append(
                f"{ours.key}: {ours.value} ({ours.numerator}/{ours.denominator}), twin {theirs}"
            )
        rows = {row.by: row.value for row in ours.rows if row.denominator != 0 and row.value != 0}
        wanted = {by: row.value for by, row in theirs.rows.items() if row.value}
        wanted |= {
            by: row.value for by, row in theirs.rows.items() if row.value == 0 and row.denominator
        }
        rows = {by: value for by, value in rows.items() if value is not None}
        given_rows = {by: v for by, v in rows.items() if v or by in wanted}
        if {by: v for by, v in wanted.items() if v} != pytest.approx(
            {by: v for by, v in given_rows.items() if v}
        ):
            found.append(f"{ours.key} by {window.by}: {given_rows}, twin {wanted}")
    return found


@given(st.data())
@settings(suppress_health_check=list(HealthCheck))
def test_every_number_is_the_twins_at_any_instant(live: Engine, data: st.DataObject) -> None:
    stream = data.draw(streams())
    fill(live, stream)
    for _ in range(2):
        question = data.draw(questions(stream))
        assert differences(live, stream, question) == []


@given(stream=streams())
@settings(suppress_health_check=list(HealthCheck))
def test_any_order_of_arrival_gives_what_a_rebuild_gives(live: Engine, stream: Stream) -> None:
    fill(live, stream)
    assert live.verify() == []


@given(st.data())
@settings(suppress_health_check=list(HealthCheck), max_examples=SEALING_EXAMPLES)
def test_sealing_on_the_way_changes_no_number(sealing: Engine, data: st.DataObject) -> None:
    stream = data.draw(streams())
    fill(sealing, stream)
    assert sealing.verify() == []
    assert differences(sealing, stream, data.draw(questions(stream))) == []


def test_a_planted_error_is_found_by_verify(engine: Engine) -> None:
    fill(engine, random_stream(7, 400))
    assert engine.verify() == []
    engine.store.writer.execute(
        "update cases set stage = 'planted' where subject in (select min(subject) from cases)"
    )
    assert any(line.startswith("cases: ") for line in engine.verify())
    engine.rebuild()
    assert engine.verify() == []


def test_a_long_stream_keeps_equal_to_its_rebuild_and_to_the_twin(engine: Engine) -> None:
    from tests.twin.indicators import Window

    stream = random_stream(11, 3000)
    fill(engine, stream)
    assert engine.verify() == []
    last = max(event.time for event, _ in stream.received)
    for by in (None, "day", "hour", "zone", "department", "class"):
        window = Window(start=BEGINNING - timedelta(days=30), end=last + timedelta(days=1), by=by)
        for as_of in (last, last - timedelta(days=1)):
            assert (
                differences(engine, stream, Question(window=window, as_of=as_of, known_at=None))
                == []
            )


def test_what_came_in_before_counts_once(engine: Engine) -> None:
    stream = random_stream(3, 200)
    fill(engine, stream)
    again = engine.tick([event for event, _ in stream.received], BEGINNING)
    assert not any(again.accepted)


def test_a_report_taken_back_counts_until_the_instant_of_its_retraction(engine: Engine) -> None:
    def said(kind: str, name: str, hours: int, **data: object) -> Event:
        time = BEGINNING + timedelta(hours=hours)
        return Event(source="desk", id=name, type=kind, time=time, subject="lamp", data=data)

    report = said("case.reported", "1", 0, channel="grid", category="lamp")
    retraction = said("case.retracted", "2", 8, event="1")
    again = said("case.reported", "3", 30, channel="grid", category="lamp")
    fill(engine, in_batches([report, retraction, again], [1, 1]))
    window = (BEGINNING - timedelta(days=1), BEGINNING + timedelta(days=3))
    for end, hours, wanted in ((3, 6, 1), (3, 8, 0), (3, 30, 1), (1, 6, 1), (1, 40, 0)):
        query = Query(
            keys=("reported",),
            start=window[0],
            end=BEGINNING + timedelta(days=end),
            as_of=BEGINNING + timedelta(hours=hours),
        )
        assert evaluate(engine, CATALOGUE, query)[0].value == wanted
    assert engine.verify() == []
