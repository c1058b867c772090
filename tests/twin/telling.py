"""Short words for telling a few cases by hand, and for reading one number of them."""

from datetime import datetime, timedelta
from typing import Any

from pipelines.city import City
from pipelines.event import Event, format_instant
from tests.twin.acts import Received
from tests.twin.indicators import Ledger, Reading, Window
from tests.twin.town import tiny_city

CITY = tiny_city()


def local(text: str) -> datetime:
    """`03-13 16:00` of 2026 on the clock of the small city, as a UTC instant."""
    return CITY.instant(datetime.fromisoformat(f"2026-{text}"))


def said(text: str) -> str:
    """The same as it stands in the data of an event."""
    return format_instant(local(text))


class Story:
    """Events told one after the other; each is received the second it happens unless told so."""

    def __init__(self, city: City = CITY) -> None:
        self.city = city
        self.received: list[Received] = []

    def tell(self, kind: str, subject: str, when: str, **data: Any) -> str:
        """One event; its id, for those who take it back."""
        known = data.pop("known", when)
        name = str(data.pop("id", f"e{len(self.received):03d}"))
        event = Event(
            source=data.pop("source", "desk"),
            id=name,
            type=kind,
            time=local(when),
            subject=subject,
            data=data,
        )
        self.received.append((event, local(known)))
        return name

    def case(self, subject: str, when: str, category: str = "urgent", **data: Any) -> str:
        """A report; `urgent` cases are due after two hours, `open` ones never."""
        given = {"channel": "hotline", "category": category, **data}
        return self.tell("case.reported", subject, when, **given)

    def act(self, subject: str, kind: str, when: str, **data: Any) -> str:
        """An act of a case, by the second half of its type's name."""
        return self.tell(f"case.{kind}", subject, when, **data)

    def read(self, key: str, as_of: str, *, known: str | None = None, **asked: Any) -> Reading:
        """One key over everything reported in 2026, unless `start` and `end` say otherwise."""
        start, end = asked.pop("start", "01-01 00:00"), asked.pop("end", "12-31 00:00")
        window = Window(start=local(start), end=local(end), **asked)
        known_at = local(known) if known else None
        ledger = Ledger(self.received, self.city, as_of=local(as_of), known_at=known_at)
        return ledger.read(key, window)

    def value(self, key: str, as_of: str, **asked: Any) -> float | None:
        """Only the value."""
        return self.read(key, as_of, **asked).value

    def parts(self, key: str, as_of: str, **asked: Any) -> tuple[float | None, float | None]:
        """Numerator and denominator."""
        reading = self.read(key, as_of, **asked)
        return reading.numerator, reading.denominator

    def due(self, subject: str, as_of: str) -> datetime | None:
        """When the case is due, as known at that instant."""
        cases = {case.id: case for case in self._ledger(as_of).cases}
        return cases[subject].due_at

    def stage(self, subject: str, as_of: str) -> str:
        """The stage of the case."""
        cases = {case.id: case for case in self._ledger(as_of).cases}
        return cases[subject].stage

    def _ledger(self, as_of: str) -> Ledger:
        return Ledger(self.received, self.city, as_of=local(as_of))


MICROSECOND = timedelta(microseconds=1)
