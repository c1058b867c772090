"""A source by its name: imported once, or asked again and again."""

import json
import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from pipelines.city import City, city_folder, find_city
from pipelines.event import Event
from pipelines.feeds import Feed, import_events
from pipelines.hub import Hub
from pipelines.refusals import Tally
from pipelines.sources import find_source
from pipelines.sources.faults import ImportFailed

NINE = datetime(2026, 7, 15, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def binhai() -> City:
    return find_city("binhai")


class Log:
    """Keeps each identity once, as the engine does."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    def known(self, subjects: Sequence[str]) -> Sequence[Any]:
        return []

    def send(self, events: Sequence[Event]) -> list[bool]:
        new = [event.id not in self.kept for event in events]
        self.kept += [event.id for event in events]
        return new


def rain(name: str, value: object = 3.5) -> dict[str, Any]:
    data = {"station": "Beitang", "quantity": "rain", "value": value, "unit": "mm"}
    return {
        "id": name,
        "source": "gauges",
        "type": "observation.made",
        "time": "2026-07-15T00:50:00Z",
        "data": data,
    }


def write(path: Path, *told: object) -> Path:
    path.write_text("\n".join(json.dumps(one) for one in told), "utf-8")
    return path


def test_a_file_of_lines_is_taken_once_and_what_is_refused_says_why(
    tmp_path: Path, binhai: City
) -> None:
    file, log = write(tmp_path / "rain.ndjson", rain("a"), rain("b", "much"), rain("c")), Log()
    rejects = tmp_path / "rejects.csv"
    first = import_events("lines", file, binhai, log, now=NINE, rejects=rejects)
    again = import_events("lines", file, binhai, log, now=NINE, rejects=rejects)
    assert (first.read, first.accepted, first.duplicate, first.rejected) == (3, 2, 0, 1)
    assert (again.accepted, again.duplicate) == (0, 2)
    assert rejects.read_text("utf-8").startswith("reason,event")
    assert first.reasons[0].startswith("rain.ndjson, data.value")


def test_a_file_the_source_cannot_read_is_one_sentence(tmp_path: Path, binhai: City) -> None:
    (tmp_path / "rain.ndjson").write_text('{"id": ', "utf-8")
    with pytest.raises(ImportFailed, match=r"lines: cannot be read: .*line 1 is no JSON"):
        import_events("lines", tmp_path / "rain.ndjson", binhai, Log(), now=NINE)


def test_a_source_that_there_is_not_says_which_there_are() -> None:
    for name in ("gauges", "rows", "../lines", ""):
        with pytest.raises(ImportFailed, match="there are lines"):
            find_source(name)


def test_a_feed_sends_what_is_new_and_waits_for_a_place_that_is_not_there_yet(
    tmp_path: Path, binhai: City, caplog: pytest.LogCaptureFixture
) -> None:
    log, file = Log(), tmp_path / "rain.ndjson"
    feed = Feed("lines", str(file), binhai, lambda: NINE)
    with caplog.at_level(logging.WARNING):
        feed.begin(log.send)
        feed.step(log.send)
    assert (feed.ready, log.kept) == (True, [])
    assert caplog.text.count("cannot be read") == 1
    write(file, rain("a"))
    assert feed.step(log.send)
    assert not feed.step(log.send)
    write(file, rain("a"), rain("b"))
    assert feed.step(log.send)
    assert log.kept == ["a", "b"]


class HubOf:
    """Keeps what it is told was refused."""

    def __init__(self) -> None:
        self.told: list[Tally] = []

    def submit(self, events: Sequence[Event]) -> Future[list[bool]]:
        done: Future[list[bool]] = Future()
        done.set_result([True] * len(events))
        return done

    def refused(self, tallies: Iterable[Tally]) -> None:
        self.told += tallies


def test_a_feed_counts_what_is_refused_once_however_often_it_is_told(
    tmp_path: Path, binhai: City
) -> None:
    log, hub, file = Log(), HubOf(), tmp_path / "rain.ndjson"
    feed = Feed("lines", str(file), binhai, lambda: NINE)
    feed._hub = cast(Hub, hub)
    write(file, rain("a"), rain("b", "much"), rain("c", "more"))
    feed.step(log.send)
    feed.step(log.send)
    assert [(one.source, one.reason, one.count) for one in hub.told] == [
        ("gauges", "data.value: is no number", 2)
    ]
    file.write_text("{", "utf-8")
    feed.step(log.send)
    write(file, rain("b", "much"), rain("d", "most"), {"id": "e"}, {"id": "e"})
    feed.step(log.send)
    assert [(one.source, one.count, one.id) for one in hub.told[1:]] == [
        ("gauges", 1, "d"),
        ("lines", 2, "e"),
    ]


def test_an_import_by_source_tells_what_was_refused(tmp_path: Path, binhai: City) -> None:
    file = write(tmp_path / "rain.ndjson", rain("a"), rain("b", "much"), {"type": "x"})
    rejects = tmp_path / "rejects.csv"
    told = import_events("lines", file, binhai, Log(), now=NINE, rejects=rejects).refused
    assert [(one.source, one.id, one.count) for one in told] == [
        ("gauges", "b", 1),
        ("lines", "#3", 1),
    ]


def test_a_city_is_a_name_or_any_folder(binhai: City) -> None:
    assert find_city(str(binhai.path)).name == "binhai"
    assert city_folder("./binhai") == Path("binhai")
