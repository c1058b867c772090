"""What a stormy simulated day brings beside its cases: warnings and what the rain gauges say."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from math import exp
from typing import Any

from pipelines.event import Event
from pipelines.sources.simulated_reports import incidents, span
from pipelines.sources.simulated_world import World

SOURCE = "simulated/weather"
EVERY = timedelta(minutes=10)


def weather(world: World, day: date) -> list[Event]:
    """The alarms of a day's incidents, raised and cleared, and the rain at their stations."""
    events: list[Event] = []
    for incident in incidents(world, day):
        first, last = span(world, day, incident)
        raised = {
            "alarm": incident["key"],
            "severity": incident["severity"],
            "text": incident["text"],
            "zones": list(incident.get("zones", ())),
        }
        events.append(_alarm(day, "alarm.raised", first, raised))
        events.append(_alarm(day, "alarm.cleared", last, {"alarm": incident["key"]}))
        events.extend(_rain(incident, first, last))
    return events


def _alarm(day: date, kind: str, at: datetime, data: dict[str, Any]) -> Event:
    key = data["alarm"]
    name = f"{key}/{day:%Y%m%d}/{kind}"
    return Event(source=SOURCE, id=name, type=kind, time=at, subject=key, data=data)


def _rain(incident: Mapping[str, Any], first: datetime, last: datetime) -> Iterator[Event]:
    """Millimetres an hour, every ten minutes, highest a third into the incident."""
    height, top = float(incident.get("rain_mm_per_h", 0)), first + (last - first) / 3
    width = max((last - first).total_seconds() / 3, 1)
    for station in incident.get("stations", ()):
        at = first - timedelta(hours=6)
        while at <= last:
            off = (at - top).total_seconds() / width
            value = round(height * exp(-off * off) + (0.6 if at < first else 0), 1)
            yield _observation(station, at, value)
            at += EVERY


def _observation(station: Mapping[str, Any], at: datetime, value: float) -> Event:
    data = {"station": station["id"], "quantity": "rain", "value": value, "unit": "mm/h"}
    data |= {name: station[name] for name in ("lat", "lon") if name in station}
    return Event(
        source=SOURCE,
        id=f"{station['id']}/{at:%Y%m%dT%H%M}",
        type="observation.made",
        time=at,
        subject=station["id"],
        data=data,
    )
