"""The product as a server uses it: a tick a batch, an evaluation a breakdown, over a file."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.acts import DAY, KINDS, MEASURES, REPORTED, TODAY, Act, Line
from bench.ground import Ground
from bench.history import Day
from pipelines.city import find_city
from pipelines.engine import Engine as CityEngine
from pipelines.event import Event
from pipelines.metrics import Query, evaluate, load_metrics
from pipelines.store import Store

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DATA = {
    "case.dispatched": {"department": "urban"},
    "case.handled": {"department": "urban"},
    "case.reopened": {"reason": "not done"},
}


class Citysense:
    """The engine over its store; `events` counts what it has accepted."""

    def __init__(self, folder: Path, ground: Ground) -> None:
        self.store = Store(folder / "city.duckdb")
        self.engine = CityEngine(self.store, find_city("binhai"))
        self.catalogue = load_metrics()
        self.ground, self.events = ground, 0

    def load(self, days: Iterable[Day]) -> None:
        for day in days:
            acts = day.acts(self.ground)
            self.tick(self.prepare(acts), acts[-1].time)

    def prepare(self, acts: Sequence[Act]) -> list[Event]:
        return [event_of(act) for act in acts]

    def tick(self, batch: Sequence[Event], as_of: int) -> None:
        self.events += sum(self.engine.tick(batch, instant(as_of)).accepted)

    def answer(self, as_of: int) -> list[Line]:
        return [line for by in ("zone", "cell") for line in self._by(by, as_of)]

    def _by(self, by: str, as_of: int) -> list[Line]:
        query = Query(
            keys=MEASURES,
            start=instant(TODAY),
            end=instant(TODAY + DAY),
            as_of=instant(as_of),
            by=by,
        )
        found: dict[str, list[float | None]] = {}
        for place, metric in enumerate(evaluate(self.engine, self.catalogue, query)):
            for row in metric.rows:
                if row.by is not None:
                    none: list[float | None] = [0.0] * (len(MEASURES) - 2) + [None, None]
                    found.setdefault(row.by, none)[place] = row.value
        return [Line(by, key, values) for key, values in found.items()]

    def close(self) -> None:
        self.store.close()


def instant(microseconds: int) -> datetime:
    """Microseconds UTC as the product's aware datetime."""
    return EPOCH + timedelta(microseconds=microseconds)


def event_of(act: Act) -> Event:
    """The act as the door would hand it on."""
    kind = f"case.{KINDS[act.kind]}"
    return Event(
        source="bench",
        id=act.id,
        type=kind,
        time=instant(act.time),
        subject=act.subject,
        data=_report(act) if act.kind == REPORTED else _DATA.get(kind, {}),
    )


def _report(act: Act) -> dict[str, object]:
    return {
        "channel": "grid",
        "category": act.category,
        "zone": act.zone,
        "cell": act.cell,
        "due": instant(act.due or 0).isoformat(),
    }


def make(folder: Path, ground: Ground) -> Citysense:
    return Citysense(folder, ground)
