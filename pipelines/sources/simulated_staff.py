"""Where the simulated grid workers are: their shifts, and their walks around their cells.

A position is a pure function of worker and minute, so any part of a day can be told by itself.
Everyone on shift is heard of at least every nine minutes, and twice in a row while he moves on,
which he does in one round out of eight.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from math import cos, pi, sin

from pipelines.event import Event
from pipelines.sources.simulated_world import World

SOURCE = "simulated/staff"
ROUND_MINUTES = 9
ROUNDS_TO_A_WALK = 8
ROUND_OF_WALK = 97
METRES_OF_DEGREE = 111_320
MINUTE = timedelta(minutes=1)
HUMAN = {"kind": "human", "role": "worker"}


def shifts(world: World, day: date) -> list[Event]:
    """When every worker who has a shift that begins on the day comes on and goes off."""
    events: list[Event] = []
    for place, worker in enumerate(world.staff):
        shift = world.shift_of(place, day)
        if shift:
            on_at, off_at = shift_bounds(world, day, place, shift)
            events.append(_shift(worker.id, on_at, "on", worker.cell))
            events.append(_shift(worker.id, off_at, "off", worker.cell))
    return events


def shift_bounds(world: World, day: date, place: int, shift: str) -> tuple[datetime, datetime]:
    """Begin and end of a worker's shift; each comes a few minutes early and leaves a few late."""
    usual = ("07:30", "19:30") if shift == "day" else ("19:30", "07:30")
    first = time.fromisoformat(world.dials.get(f"shifts.{shift}.from", usual[0]))
    last = time.fromisoformat(world.dials.get(f"shifts.{shift}.to", usual[1]))
    begin = datetime.combine(day, first)
    end = datetime.combine(day + timedelta(days=last <= first), last)
    early = timedelta(seconds=(place * 131 + day.toordinal() * 17) % 1200)
    late = timedelta(seconds=(place * 89 + day.toordinal() * 29) % 900)
    return world.city.instant(begin) - early, world.city.instant(end) + late


def _shift(worker: str, at: datetime, state: str, cell: str) -> Event:
    return Event(
        source=SOURCE,
        id=f"{worker}/{at:%Y%m%dT%H%M%S}/{state}",
        type="worker.shift",
        time=at,
        subject=worker,
        data={"state": state, "cell": cell},
    )


def positions(world: World, after: datetime, until: datetime) -> Iterator[Event]:
    """The positions heard of in (after, until], in the order of their time."""
    days = _days(world, after, until)
    walkers = [
        (place, *shift_bounds(world, day, place, shift))
        for day in days
        for place in range(len(world.staff))
        if (shift := world.shift_of(place, day))
    ]
    minute = after.replace(second=0, microsecond=0)
    while minute <= until:
        heard = [
            _located(world, place, minute)
            for place, on_at, off_at in walkers
            if _is_heard(place, minute) and on_at < minute < off_at - MINUTE
        ]
        heard.sort(key=lambda event: (event.time, event.id))
        yield from (event for event in heard if after < event.time <= until)
        minute += MINUTE


def _days(world: World, after: datetime, until: datetime) -> list[date]:
    first = world.city.local(after).date() - timedelta(days=1)
    last = world.city.local(until).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _is_heard(place: int, minute: datetime) -> bool:
    """Once in each round; in some also a minute later."""
    step = int(minute.timestamp()) // 60 + place * 4
    within = step % ROUND_MINUTES
    return within == 0 or (within == 1 and step // ROUND_MINUTES % ROUNDS_TO_A_WALK == 0)


def _located(world: World, place: int, minute: datetime) -> Event:
    worker = world.staff[place]
    at = minute + timedelta(seconds=place * 7 % 60)
    lat, lon = position(world, place, minute)
    return Event(
        source=SOURCE,
        id=f"{worker.id}/{at:%Y%m%dT%H%M%S}",
        type="worker.located",
        time=at,
        subject=worker.id,
        data={"lat": lat, "lon": lon},
    )


def position(world: World, place: int, minute: datetime) -> tuple[float, float]:
    """Where a worker walks at a minute: a slow loop around the middle of his cell."""
    cell = world.by_cell[world.staff[place].cell]
    reach = min(600.0, 300 * cell.area_km2**0.5) / METRES_OF_DEGREE
    turn = 2 * pi * (minute.timestamp() / 60 / ROUND_OF_WALK + place * 0.37)
    lat, lon = cell.centre
    stretched = reach * cos(1.3 * turn) / cos(lat * pi / 180)
    return round(lat + reach * sin(turn), 6), round(lon + stretched, 6)
