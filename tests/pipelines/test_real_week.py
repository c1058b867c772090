"""The week of a real city, from its file to its numbers, against the figures counted by hand."""

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines.city import load_city
from pipelines.engine import Engine, StoredEvent
from pipelines.event import Event
from pipelines.importing import import_file
from pipelines.metrics import Query, evaluate, load_metrics
from pipelines.new_city import make_pack
from pipelines.sources.profile import load_profile
from pipelines.store import Store

REAL = Path(os.environ.get("CITYSENSE_REAL_DATA", Path(__file__).parents[2].parent / "shared/real"))
WEEK = REAL / "boston311_2015-06-08_week.csv"
KEYS = ("due", "closed_on_time", "closed_late", "open_overdue", "open", "on_time_closing_rate",
        "on_time_of_closed")  # fmt: skip
LATER = datetime(2016, 1, 12, 5, tzinfo=UTC)
NEXT_MONDAY = datetime(2015, 6, 15, 4, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not WEEK.exists(), reason=f"no real data: {WEEK} is absent")


class EngineSink:
    """The import's door straight into an engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def known(self, subjects: Sequence[str]) -> Sequence[StoredEvent]:
        return self.engine.case_events(subjects)

    def send(self, events: Sequence[Event]) -> Sequence[bool]:
        return self.engine.tick(events, LATER).accepted


@pytest.fixture(scope="module")
def boston(tmp_path_factory: pytest.TempPathFactory) -> EngineSink:
    pack = make_pack("boston", WEEK, load_profile("boston"), tmp_path_factory.mktemp("cities"))
    return EngineSink(Engine(Store(), load_city(pack)))


def take(sink: EngineSink, rejects: Path) -> tuple[int, int, int]:
    zone = sink.engine.city.timezone
    result = import_file(
        WEEK, load_profile("boston"), sink, zone=zone, now=LATER, rejects=rejects / "rejects.csv"
    )
    return result.read, result.accepted, result.rejected


def read(sink: EngineSink, as_of: datetime) -> dict[str, float | None]:
    city = sink.engine.city
    window = [city.day_bounds(date(2015, 6, day))[0] for day in (8, 15)]
    query = Query(keys=KEYS, start=window[0], end=window[1], as_of=as_of)
    return {value.key: value.value for value in evaluate(sink.engine, load_metrics(), query)}


def test_the_week_reads_as_counted_and_a_second_import_adds_nothing(
    boston: EngineSink, tmp_path: Path
) -> None:
    read_rows, accepted, rejected = take(boston, tmp_path)
    assert (read_rows, rejected) == (2400, 0)
    assert accepted > 2400
    assert take(boston, tmp_path)[1] == 0
    assert boston.engine.verify() == []
    later = read(boston, LATER)
    assert [later[key] for key in KEYS[:5]] == [1912, 1367, 364, 181, 333]
    assert later["on_time_closing_rate"] == pytest.approx(71.4958, abs=5e-5)
    assert later["on_time_of_closed"] == pytest.approx(78.9717, abs=5e-5)
    monday = read(boston, NEXT_MONDAY)
    assert [monday[key] for key in KEYS[1:5]] == [780, 34, 83, 1408]
