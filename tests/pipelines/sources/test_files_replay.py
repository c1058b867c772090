"""A case file as a live day: in order of time, from an instant to an instant, history before."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipelines.sources.profile import read_profile
from pipelines.sources.replay import replay, replay_events

RAW = {
    "source": "town",
    "id": "id",
    "case": {
        "reported": {"time": "opened", "category": "kind", "channel": {"value": "file"}},
        "closed": {"time": "closed"},
    },
}
LINES = (
    ("id", "opened", "closed", "kind"),
    ("1", "2025-05-05T10:00:00", "2025-05-06T09:00:00", "Hole"),
    ("2", "2025-05-06T08:00:00", "2025-05-06T08:30:00", "Hole"),
    ("3", "2025-05-06T08:10:00", "", "Hole"),
    ("4", "never", "", "Hole"),
)


@dataclass(frozen=True)
class Town:
    timezone: ZoneInfo


SHANGHAI_TOWN = Town(ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with (tmp_path / "cases.csv").open("w", newline="") as out:
        csv.writer(out).writerows(LINES)
    return tmp_path / "cases.csv"


def test_a_file_is_played_in_order_of_time(file: Path) -> None:
    played = replay_events(file, read_profile(RAW, "town"), SHANGHAI_TOWN)
    assert [(event.subject[-1], event.type[5:]) for event in played] == [
        ("1", "reported"), ("2", "reported"), ("3", "reported"), ("2", "closed"), ("1", "closed"),
    ]  # fmt: skip


def test_a_part_of_it_begins_with_the_cases_that_lie_open(file: Path) -> None:
    start, end = datetime(2025, 5, 6, tzinfo=UTC), datetime(2025, 5, 6, 0, 30, tzinfo=UTC)
    part = replay(file, read_profile(RAW, "town"), SHANGHAI_TOWN, start, end)
    assert [event.subject for event in part.before] == ["town-1"]
    assert [event.subject for event in part.live] == ["town-2", "town-3"]
