"""Log lines: one line an event in either form, and no word of a citizen in any of them."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from pipelines.logs import Lines, said
from pipelines.setbacks import Setbacks
from pipelines.store import StoreError

log = logging.getLogger("tests.lines")


@contextmanager
def written(form: str) -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines(form))
    log.addHandler(handler)
    log.setLevel("INFO")
    try:
        yield stream
    finally:
        log.removeHandler(handler)


def test_an_event_is_one_line_of_pairs_with_its_time_and_level() -> None:
    with written("text") as stream:
        log.info(said("started", city="binhai", port=8050, simulated=True, lag_s=1.2345, no=None))
    time, rest = stream.getvalue().split(" ", 1)
    assert time.startswith("time=20")
    assert time.endswith("Z")
    assert rest == "level=info event=started city=binhai port=8050 simulated=true lag_s=1.234\n"


def test_the_same_event_as_json_keeps_its_numbers() -> None:
    with written("json") as stream:
        log.warning(said("disk_low", free_mb=12.5, reserve_mb=256))
    line = json.loads(stream.getvalue())
    del line["time"]
    assert line == {"level": "warning", "event": "disk_low", "free_mb": 12.5, "reserve_mb": 256}


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "word", ["two words", "a\nevent=forged", 'a"b', "a=b", "", "\u2028x", "滨海"]
)
def test_whatever_a_field_holds_it_stays_one_line_and_one_word(form: str, word: str) -> None:
    with written(form) as stream:
        log.info(said("source_started", source=word))
    [line] = stream.getvalue().splitlines()
    assert line.count(" event=") == (form == "text")
    told = json.loads(line)["source"] if form == "json" else line.partition("source=")[2]
    assert (json.loads(told) if told.startswith('"') else told) == word


def test_an_exception_is_told_by_its_kind_and_places_and_not_by_its_words() -> None:
    with written("text") as stream:
        try:
            raise ValueError("Li Na, 13800138000: the light is broken")
        except ValueError:
            log.exception(said("panel_failed", panel="map"))
    line = stream.getvalue()
    assert "event=panel_failed panel=map error=ValueError at=test_logs.py:" in line
    assert "Li Na" not in line
    assert line.count("\n") == 1


def test_a_librarys_message_is_one_line_too() -> None:
    with written("text") as stream:
        log.error("Error on %s:\nTraceback", "request")
    assert stream.getvalue().endswith(
        'event=message logger=tests.lines message="Error on request:"\n'
    )


def test_failures_in_a_row_are_told_at_their_doublings_and_once_when_they_end() -> None:
    with written("text") as stream:
        setbacks = Setbacks(log, "tick")
        setbacks.ended()
        pauses = []
        for _ in range(9):
            setbacks.failed(StoreError("the disk is full"))
            pauses.append(setbacks.pause_s)
        setbacks.ended()
        setbacks.ended()
    lines = [line.partition("event=")[2] for line in stream.getvalue().splitlines()]
    counts = [line.partition("failures=")[2].split()[0] for line in lines]
    assert counts == ["1", "2", "4", "8", "9"]
    assert lines[0].startswith('tick_failed reason="the disk is full"')
    assert lines[-1] == "tick_recovered failures=9"
    assert pauses == sorted(pauses)
    assert pauses[-1] == 5.0


def test_of_an_unknown_fault_only_the_places_are_told() -> None:
    with written("text") as stream:
        setbacks = Setbacks(log, "tick")
        try:
            raise KeyError("Li Na")
        except KeyError as wrong:
            setbacks.failed(wrong)
    assert "error=KeyError at=test_logs.py:" in stream.getvalue()
    assert "Li Na" not in stream.getvalue()
