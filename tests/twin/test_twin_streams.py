"""The streams are what they promise, and no order of arrival changes what the twin reads."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from pipelines.event import Event, parse
from tests.twin.drafts import WEIGHTS
from tests.twin.indicators import Ledger, Window
from tests.twin.keys import CASE_KEYS
from tests.twin.streams import Stream, arrivals, event_lists, questions, random_stream, streams
from tests.twin.streets import CALL_KEYS, WORKER_KEYS
from tests.twin.town import tiny_city
from tests.twin.words import BEGINNING

CITY = tiny_city()
KEYS = (*CASE_KEYS, *CALL_KEYS, *WORKER_KEYS)


def without_nulls(data: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in data.items() if value is not None}


def test_a_seed_makes_the_same_stream_with_every_type_in_it() -> None:
    stream = random_stream(7, 2000)
    assert stream == random_stream(7, 2000)
    assert stream != random_stream(8, 2000)
    assert {event.type for event, _ in stream.received} == set(WEIGHTS)


def test_every_random_event_is_one_the_door_lets_in() -> None:
    for event, _ in random_stream(7, 2000).received:
        entered = parse(event.as_cloudevent(), now=event.time)
        assert isinstance(entered, Event), entered
        assert entered.data == without_nulls(event.data)


def test_identities_are_distinct_and_repeats_arrive() -> None:
    received = [event for event, _ in random_stream(7, 2000).received]
    distinct = {event.identity for event in received}
    assert len(distinct) == 2000 < len(received)


@given(st.data())
def test_the_order_of_arrival_changes_nothing(data: st.DataObject) -> None:
    events = data.draw(event_lists())
    one, other = data.draw(arrivals(events)), data.draw(arrivals(events))
    question = data.draw(questions(one))
    window, as_of = question.window, question.as_of
    ledgers = [Ledger(stream.received, CITY, as_of=as_of) for stream in (one, other)]
    assert ledgers[0].cases == ledgers[1].cases
    for key in KEYS:
        assert ledgers[0].read(key, window) == ledgers[1].read(key, window), key


@given(streams(), st.data())
def test_a_rate_never_counts_more_than_was_due(stream: Stream, data: st.DataObject) -> None:
    question = data.draw(questions(stream))
    ledger = Ledger(stream.received, CITY, as_of=question.as_of)
    whole = Window(start=BEGINNING.replace(year=2025), end=BEGINNING.replace(year=2027))
    for key in KEYS:
        reading = ledger.read(key, whole)
        if reading.denominator is not None:
            assert 0 <= (reading.numerator or 0) <= reading.denominator, key
