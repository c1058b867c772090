"""The cases of a file: rows to checked events, and which of several rows of one case speaks.

Two rows of one case in one file: the later good one wins, also when thousands of rows lie between.
To know that beforehand a first pass keeps eight bytes a row.
"""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from zoneinfo import ZoneInfo

from pipelines.event import Event, Refused, parse
from pipelines.sources.faults import RowRejected
from pipelines.sources.files import Raw, RowReader
from pipelines.sources.rows import Row, open_rows
from pipelines.sources.rules import Profile

_TOLD_EVERY = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the first pass found: how many rows, and which of them a later row replaces."""

    rows: int
    replaced: frozenset[int]


class RowEvents:
    """Rows of one file → checked events; what is refused at the door is a rejected row."""

    def __init__(self, profile: Profile, zone: ZoneInfo, now: datetime) -> None:
        self.reader = RowReader(profile, zone)
        self._now = now

    def of(self, row: Row) -> list[Event]:
        """The row's events, report first, as the door takes them; RowRejected otherwise."""
        return [self._checked(event) for event in self.reader.events(row)]

    def _checked(self, event: Raw) -> Event:
        parsed = parse(event, now=self._now)
        if isinstance(parsed, Refused):
            raise RowRejected(f"{event['type']}: {parsed.reason}")
        return parsed


def plan_rows(path: Path, events: RowEvents, profile: Profile, tell: Callable[[int], None]) -> Plan:
    """Reads the whole file once; ImportFailed if that does not work."""
    keys = array("Q")
    for row in open_rows(path, profile).rows:
        keys.append(_key(events.reader, row, len(keys)))
        if len(keys) % _TOLD_EVERY == 0:
            tell(len(keys))
    # here, because only an import needs its long loading
    import pandas as pd  # noqa: PLC0415

    several = pd.Series(keys, dtype="uint64").duplicated(keep=False)
    positions = set(several.index[several])
    return Plan(rows=len(keys), replaced=_replaced(path, events, profile, positions))


def _key(reader: RowReader, row: Row, position: int) -> int:
    try:
        name = reader.subject(row)
    except RowRejected:
        name = f"\0{position}"
    return int.from_bytes(
        blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big"
    )


def _replaced(
    path: Path, events: RowEvents, profile: Profile, positions: set[int]
) -> frozenset[int]:
    """Of rows that share a case, all good ones but the last; bad ones are rejected anyway."""
    if not positions:
        return frozenset()
    last: dict[str, int] = {}
    replaced: set[int] = set()
    for position, row in enumerate(open_rows(path, profile).rows):
        if position in positions and _good(events, row) is not None:
            subject = events.reader.subject(row)
            replaced.update({last[subject]} if subject in last else ())
            last[subject] = position
    return frozenset(replaced)


def _good(events: RowEvents, row: Row) -> list[Event] | None:
    try:
        return events.of(row)
    except RowRejected:
        return None


def case_rows(
    path: Path, profile: Profile, zone: ZoneInfo, now: datetime
) -> Iterator[tuple[Row, list[Event]]]:
    """Every case of a file as it stands, its row and its events; bad rows are left out."""
    events = RowEvents(profile, zone, now)
    plan = plan_rows(path, events, profile, lambda count: None)
    for position, row in enumerate(open_rows(path, profile).rows):
        found = None if position in plan.replaced else _good(events, row)
        if found is not None:
            yield row, found
