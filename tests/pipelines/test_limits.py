"""A read whose time is up ends with a sentence, wherever in it that happens."""

import threading

import pytest

from pipelines.limits import within
from pipelines.store import ReadTooLong, Store

ENDLESS = "select sum(a.range * b.range % 7) from range(100000000) a, range(100000) b"


@pytest.fixture
def store() -> Store:
    return Store()


def test_a_statement_without_end_is_ended_and_says_what_to_narrow(store: Store) -> None:
    with pytest.raises(ReadTooLong, match=r"longer than 0.05 s .* narrow it"):  # noqa: SIM117
        with within(0.05), store.reading() as cursor:
            cursor.execute(ENDLESS)


def test_a_read_over_its_time_begins_no_other_statement(store: Store) -> None:
    with within(0.001) as limit, store.reading() as cursor:
        up = threading.Event()
        while not limit.over:
            up.wait(0.001)
        with pytest.raises(ReadTooLong):
            cursor.execute("select 1")


def test_only_the_limited_read_is_ended(store: Store) -> None:
    other = store.cursor()
    with pytest.raises(ReadTooLong), within(0.02), store.reading() as cursor:
        cursor.execute(ENDLESS)
    other.execute("select 1")
    with store.writer.transaction() as writer:
        writer.execute("create table kept (a int)")


def test_a_read_within_its_time_is_as_without_limit(store: Store) -> None:
    with within(60):
        assert store.cursor().rows("queries/any_event") == []


def test_the_store_is_as_before_once_a_read_was_ended(store: Store) -> None:
    with pytest.raises(ReadTooLong), within(0.02), store.reading() as cursor:
        cursor.execute(ENDLESS)
    assert store.cursor().rows("queries/any_event") == []
