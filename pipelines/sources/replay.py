"""A case file played as live events: the same events an import would send, in order of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from pipelines.event import RANK, Event
from pipelines.sources.cases import case_rows
from pipelines.sources.rules import Profile


class _City(Protocol):
    @property
    def timezone(self) -> ZoneInfo: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """`before`: what had happened when the replay begins; `live`: what happens during it."""

    before: tuple[Event, ...]
    live: tuple[Event, ...]


def replay_events(
    path: Path,
    profile: Profile,
    city: _City,
    start: datetime | None = None,
    end: datetime | None = None,
) -> list[Event]:
    """The events of a case file in [start, end), in order of time. Bounds are aware or open."""
    return list(replay(path, profile, city, start, end).live)


def replay(
    path: Path,
    profile: Profile,
    city: _City,
    start: datetime | None = None,
    end: datetime | None = None,
) -> Replay:
    """The same with the history of the cases before `start`, so that open ones lie open."""
    far = datetime.max.replace(tzinfo=city.timezone) - timedelta(days=2)
    rows = case_rows(path, profile, city.timezone, far)
    events = sorted((event for _, told in rows for event in told), key=_order)
    return _between(events, start, end)


def _between(events: Sequence[Event], start: datetime | None, end: datetime | None) -> Replay:
    until = [event for event in events if end is None or event.time < end]
    return Replay(
        before=tuple(event for event in until if start is not None and event.time < start),
        live=tuple(event for event in until if start is None or event.time >= start),
    )


def _order(event: Event) -> tuple[datetime, int, str]:
    return event.time, RANK[event.type], event.id
