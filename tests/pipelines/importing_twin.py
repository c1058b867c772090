"""What the import's tests share: a sink in memory, a little fold, made files of the real shapes."""

import csv
import gzip
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.event import RANK, Event
from pipelines.importing import ImportResult, import_file
from pipelines.sources.profile import load_profile, read_profile
from pipelines.sources.rules import Profile

ROOT = Path(__file__).resolve().parents[2]
REAL = Path(os.environ.get("CITYSENSE_REAL_DATA", ROOT.parent / "shared" / "real"))
BOSTON_FILE = REAL / "boston311_2015-06-08_week.csv"
CHICAGO_FILE = REAL / "chicago_open311_requests_2015_extensions.json"
NOW = datetime(2026, 7, 1, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
BOSTON_COLUMNS = load_profile("boston").columns()
_BOSTON_TIME = "%m/%d/%Y %I:%M:%S %p"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    event: Event
    retracted: bool


class MemorySink:
    """A log in memory that answers as the engine does."""

    def __init__(self) -> None:
        self.log: dict[tuple[str, str], Event] = {}

    def known(self, subjects: Sequence[str]) -> list[Stored]:
        back = retracted(self.log.values())
        asked = set(subjects)
        return [
            Stored(event=event, retracted=event.identity in back)
            for event in self.log.values()
            if event.subject in asked
        ]

    def send(self, events: Sequence[Event]) -> list[bool]:
        answers = []
        for event in events:
            answers.append(event.identity not in self.log)
            self.log.setdefault(event.identity, event)
        return answers

    def of(self, kind: str) -> list[Event]:
        return [event for event in self.log.values() if event.type == kind]


def retracted(events: Iterable[Event]) -> set[tuple[str, str]]:
    return {
        (event.source, event.data["event"]) for event in events if event.type == "case.retracted"
    }


def fold(events: Iterable[Event], as_of: datetime | None = None) -> dict[str, dict[str, Any]]:
    """Case → its report's time and fields as amended, and its other acts; a function of the set."""
    seen = [event for event in events if as_of is None or event.time <= as_of]
    back = retracted(seen)
    cases: dict[str, dict[str, Any]] = {}
    for event in sorted(seen, key=lambda one: (one.time, RANK[one.type], one.id)):
        case = cases.setdefault(event.subject, {"acts": set()})
        if event.identity in back or event.type == "case.retracted":
            continue
        if event.type == "case.reported":
            case.setdefault("at", event.time)
            case["fields"] = dict(event.data) if "fields" not in case else case["fields"]
        elif event.type == "case.amended":
            case["fields"].update(event.data)
        else:
            said = json.dumps(event.data, sort_keys=True)
            case["acts"].add((event.type, event.time, said))
    return {subject: case for subject, case in cases.items() if "fields" in case}


def small_profile(**changes: Any) -> Profile:
    """A profile of few columns: id, opened, closed, due, kind, way, note, lat, lon, word."""
    raw: dict[str, Any] = {
        "source": "town",
        "timezone": "America/New_York",
        "times": ["%Y-%m-%d %H:%M", "iso"],
        "id": "id",
        "case": {
            "reported": {
                "time": "opened",
                "category": "kind",
                "channel": {"column": "way", "default": "unknown"},
                "title": "note",
                "due": "due",
                "lat": "lat",
                "lon": "lon",
            },
            "closed": {"time": "closed"},
        },
        "verdict": {"column": "word", "on_time": "ok", "late": "late"},
    }
    return read_profile({**raw, **changes}, "town")


SMALL = ("id", "opened", "closed", "due", "kind", "way", "note", "lat", "lon", "word")


def small_row(number: int = 1, **changes: str) -> dict[str, str]:
    row = dict.fromkeys(SMALL, "")
    row |= {"id": str(number), "opened": "2025-05-06 09:00", "kind": "Pothole", "way": "phone"}
    return row | changes


def write_csv(
    path: Path, rows: Iterable[Mapping[str, str]], columns: Sequence[str] = SMALL, **options: Any
) -> Path:
    encoding = options.pop("encoding", "utf-8")
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", **options)
        writer.writeheader()
        writer.writerows(rows)
    return path


def pack_gz(path: Path) -> Path:
    packed = path.with_name(f"{path.name}.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    return packed


def take_in(path: Path, profile: Profile, sink: MemorySink, **options: Any) -> ImportResult:
    options.setdefault("rejects", path.with_name("rejects.csv"))
    return import_file(path, profile, sink, zone=SHANGHAI, now=NOW, **options)


def boston_rows(count: int) -> list[dict[str, str]]:
    """Made rows of Boston's shape: each seventh without a limit, some open, some late."""
    monday = datetime(2015, 6, 8)
    rows = []
    for number in range(count):
        opened = monday + timedelta(minutes=37 * number)
        due = opened + timedelta(days=3)
        closed = opened + timedelta(days=1 if number % 4 else 5)
        row = dict.fromkeys(BOSTON_COLUMNS, "")
        row |= {
            "CASE_ENQUIRY_ID": f"{101001500000 + number}",
            "OPEN_DT": f"{opened:{_BOSTON_TIME}}",
            "TARGET_DT": "" if number % 7 == 0 else f"{due:{_BOSTON_TIME}}",
            "CLOSED_DT": "" if number % 5 == 0 else f"{closed:{_BOSTON_TIME}}",
            "OnTime_Status": "ONTIME" if number % 4 else "OVERDUE",
            "TYPE": f"Kind {number % 9}",
            "REASON": f"Class {number % 3}",
            "Source": "Self Service" if number % 2 else "Constituent Call",
            "Department": "PWDx",
            "Location": f"{number} Main St",
            "neighborhood": "Dorchester" if number % 3 else "Roxbury",
            "LATITUDE": f"{42.3 + (number % 17) / 500:.4f}",
            "LONGITUDE": f"{-71.1 + (number % 13) / 500 + (0 if number % 3 else 0.03):.4f}",
        }
        rows.append(row)
    return rows


def chicago_record(number: int) -> dict[str, Any]:
    """A made request of the shape of Chicago's Open311 answers."""
    return {
        "service_request_id": f"15-{number:08d}",
        "status": "closed",
        "status_notes": "Completed",
        "service_name": "Pothole in Street",
        "service_code": "4fd3",
        "agency_responsible": "Streets",
        "requested_datetime": "2015-01-02T10:00:00-06:00",
        "updated_datetime": "2015-01-05T10:00:00-06:00",
        "address": f"{number} W Lake St",
        "lat": 41.88 + number / 1000,
        "long": -87.65 - number / 1000,
        "extended_attributes": {"channel": "phone", "ward": "28", "police": "9", "zip": "60607"},
        "notes": [
            {"datetime": "2015-01-02T10:00:00-06:00", "summary": "Opened", "type": "opened"},
            {"datetime": "2015-01-02T11:00:00-06:00", "summary": "Looked", "type": "activity"},
            {
                "datetime": "2015-01-02T12:00:00-06:00",
                "summary": "Follow-on created",
                "type": "follow_on_created",
                "extended_attributes": {"agency_responsible": "Water"},
            },
            {
                "datetime": "2015-01-04T12:00:00-06:00",
                "summary": "Follow-on closed",
                "type": "follow_on_closed",
                "extended_attributes": {"agency_responsible": "Water"},
            },
            {"datetime": "2015-01-05T10:00:00-06:00", "summary": "Closed", "type": "closed"},
        ],
    }
