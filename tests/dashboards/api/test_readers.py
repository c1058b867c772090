"""Reads over HTTP: only so many at once, each only so long, and never a part for the whole."""

import http.client
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from werkzeug.serving import make_server

from dashboards.api import cases
from dashboards.api.answers import Problem
from dashboards.api.measured import Measured
from dashboards.api.readers import Readers
from dashboards.api.serving import Quiet
from pipelines.city import City
from pipelines.store import ReadTooLong
from tests.dashboards.api.room import Room, make_room, reported


def too_long() -> None:
    raise ReadTooLong("the question took longer than 10 s; narrow it")


@pytest.fixture
def measured() -> Measured:
    return Measured("1")


def make_readers(measured: Measured, most: int = 1, wait_s: float = 0.0) -> Readers:
    return Readers(measured, most=most, within_s=60, wait_s=wait_s)


@contextmanager
def held(readers: Readers, count: int) -> Iterator[Event]:
    """So many reads that go on until the event, or the end."""
    free, begun = Event(), [Event() for _ in range(count)]

    def hold(one: Event) -> Callable[[], None]:
        def work() -> None:
            one.set()
            free.wait(30)

        return work

    with ThreadPoolExecutor(count) as pool:
        asked = [pool.submit(readers.read, hold(one), wait_s=30) for one in begun]
        assert all(one.wait(30) for one in begun)
        try:
            yield free
        finally:
            free.set()
        for one in asked:
            one.result()


def test_one_more_than_may_read_at_once_is_told_to_come_back(measured: Measured) -> None:
    readers = make_readers(measured, most=2)
    with held(readers, 2):
        assert readers.busy == 2
        with pytest.raises(Problem) as busy:
            readers.read(lambda: 1)
    assert (busy.value.status, busy.value.headers["Retry-After"]) == (503, "2")
    assert measured.value("reads_refused_total", {"reason": "busy"}) == 1
    assert (readers.read(lambda: 1), readers.busy) == (1, 0)


def test_one_who_waits_is_answered_once_a_place_is_free(measured: Measured) -> None:
    readers = make_readers(measured, wait_s=30)
    with held(readers, 1) as free:
        Thread(target=free.set).start()
        assert readers.read(lambda: "answered") == "answered"


def test_a_read_that_takes_too_long_is_a_problem_with_its_sentence(measured: Measured) -> None:
    readers = make_readers(measured)
    with pytest.raises(Problem, match="narrow it") as long:
        readers.read(too_long)
    assert long.value.status == 504
    assert measured.value("reads_refused_total", {"reason": "too_long"}) == 1
    assert readers.read(lambda: 1) == 1


def test_a_read_that_fails_gives_its_place_back(measured: Measured) -> None:
    readers = make_readers(measured)
    with pytest.raises(KeyError):
        readers.read(lambda: {}["nothing"])
    assert (readers.read(lambda: 1), readers.busy) == (1, 0)


PATHS = ("/metrics", "/cases", "/cases/case-1", "/cases.csv", "/cases.geojson")


@pytest.mark.parametrize("path", PATHS)
def test_every_question_to_the_database_is_bounded_in_time(city: City, path: str) -> None:
    room = make_room(city, read_timeout_s=1e-9)
    room.post([reported(1)])
    answer = room.get(path)
    assert (answer.status_code, answer.mimetype) == (504, "application/problem+json")
    assert "narrow it" in answer.get_json(force=True)["detail"]
    room.app.store.close()


@pytest.mark.parametrize("path", PATHS)
def test_every_question_to_the_database_is_bounded_in_number(
    room: Room, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = room.app.context.readers
    monkeypatch.setattr(readers, "_wait_s", 0.0)
    with held(readers, readers.most):
        answer = room.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert room.get(path.replace("case-1", "")).status_code in (200, 404)


@contextmanager
def address(room: Room) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, room.app.server, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("path", ["/cases.csv", "/cases.geojson"])
def test_a_list_that_cannot_be_read_to_its_end_breaks_off(
    room: Room, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.post([reported(number) for number in range(1, 6)])
    monkeypatch.setattr(cases, "PART", 2)
    with address(room) as port:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        line.request("GET", f"/api/v1{path}")
        assert line.getresponse().read().count(b"case-") >= 5
        find, pages = cases.find_cases, []

        def one_page(*asked: object) -> object:
            pages.append(asked)
            return find(*asked) if len(pages) == 1 else too_long()  # type: ignore[arg-type]

        monkeypatch.setattr(cases, "find_cases", one_page)
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        line.request("GET", f"/api/v1{path}")
        with pytest.raises(http.client.IncompleteRead):
            line.getresponse().read()
        line.close()
