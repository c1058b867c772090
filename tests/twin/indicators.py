"""Every case, call and worker key of the contract, counted case by case.

`Ledger` is the city as it was at one instant; `Ledger.read` answers one key for one window. A rate
is a sum over a sum, so a reading keeps both; a count's numerator is its value.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from pipelines.city import City
from pipelines.event import Event
from tests.twin import keys, streets
from tests.twin.acts import Received, stand_at
from tests.twin.fold import Case, fold_all
from tests.twin.labels import TIME_DIMENSIONS, of_case, of_instant
from tests.twin.moment import Moment

Thing = TypeVar("Thing")
Filters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A value with what it was divided from, and its rows by the label of the breakdown."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    rows: Mapping[str | None, "Reading"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """[start, end) in UTC, the breakdown asked for and the filters."""

    start: datetime
    end: datetime
    by: str | None = None
    filters: Filters = field(default_factory=dict)


def count(number: float) -> Reading:
    """A count: its numerator is its value, it has no denominator."""
    return Reading(value=number, numerator=number)


def rate(numerator: float, denominator: float) -> Reading:
    """Percent; no value where nothing was due."""
    value = 100 * numerator / denominator if denominator else None
    return Reading(value=value, numerator=numerator, denominator=denominator)


def quantile(values: Iterable[float], share: float) -> Reading:
    """Linear between the neighbours of the sorted values."""
    ranked = sorted(values)
    if not ranked:
        return Reading(value=None)
    position = share * (len(ranked) - 1)
    below = int(position)
    above = min(below + 1, len(ranked) - 1)
    return Reading(value=ranked[below] + (ranked[above] - ranked[below]) * (position - below))


class Ledger:
    """The city at `as_of`, from what was received by `known_at`."""

    def __init__(
        self,
        received: Iterable[Received],
        city: City,
        *,
        as_of: datetime,
        known_at: datetime | None = None,
    ) -> None:
        self.moment = Moment(as_of=as_of, city=city)
        self.city = city
        self.events: list[Event] = stand_at(received, as_of, known_at)
        self.cases = fold_all(self.events, city)
        self.streets = streets.Streets(self.events, self.moment)

    def read(self, key: str, window: Window) -> Reading:
        """One key's value, and its rows where a breakdown is asked for."""
        if key in streets.CALL_KEYS:
            return self._calls(key, window)
        if key in streets.WORKER_KEYS:
            return self._workers(key, window)
        return self._cases(key, window)

    def _cases(self, key: str, window: Window) -> Reading:
        chosen = [case for case in self.cases if self._belongs(case, key, window)]

        def read(some: Sequence[Case]) -> Reading:
            return read_cases(key, some, self.moment)

        def label(case: Case) -> str | None:
            return of_case(case, str(window.by), _time_of(case, key), self.city)

        return _broken_down(chosen, read, label, window)

    def _belongs(self, case: Case, key: str, window: Window) -> bool:
        time = _time_of(case, key)
        if time is None or not time < window.end:
            return False
        if key not in ("open", "open_overdue") and time < window.start:
            return False
        if not self._in_register(case, key, window):
            return False
        return all(
            of_case(case, dimension, time, self.city) in words
            for dimension, words in window.filters.items()
            if words
        )

    def _in_register(self, case: Case, key: str, window: Window) -> bool:
        if key.startswith("question"):
            return case.register == "enterprise"
        asked = window.by == "register" or bool(window.filters.get("register"))
        return asked or case.register == "city"

    def _calls(self, key: str, window: Window) -> Reading:
        def fits(call: Event) -> bool:
            return window.start <= call.time < window.end and all(
                dimension in TIME_DIMENSIONS
                and of_instant(call.time, dimension, self.city) in words
                for dimension, words in window.filters.items()
                if words
            )

        def label(call: Event) -> str | None:
            return of_instant(call.time, str(window.by), self.city)

        chosen = [call for call in self.streets.calls if fits(call)]
        return _broken_down(chosen, lambda calls: read_calls(key, calls), label, window)

    def _workers(self, key: str, window: Window) -> Reading:
        places = self.streets.places(key, window.filters)

        def read(some: Sequence[streets.Place]) -> Reading:
            held = sum(place.held for place in some)
            return count(held) if key == "workers_on_shift" else rate(held, len(some))

        def label(place: streets.Place) -> str | None:
            return place.dimension(str(window.by))

        return _broken_down(places, read, label, window)


def _time_of(case: Case, key: str) -> datetime | None:
    """What the window chooses by: the report, or the closing that stands for `closings`."""
    if key != "closings":
        return case.reported_at
    return case.closing.time if case.closing else None


def _broken_down(
    things: Sequence[Thing],
    read: Callable[[Sequence[Thing]], Reading],
    label: Callable[[Thing], str | None],
    window: Window,
) -> Reading:
    whole = read(things)
    if window.by is None:
        return whole
    groups: dict[str | None, list[Thing]] = defaultdict(list)
    for thing in things:
        groups[label(thing)].append(thing)
    rows = {name: read(group) for name, group in groups.items()}
    return Reading(
        value=whole.value,
        numerator=whole.numerator,
        denominator=whole.denominator,
        rows=rows,
    )


def read_cases(key: str, cases: Sequence[Case], moment: Moment) -> Reading:
    """One case key over the cases chosen for it."""
    if key == "repeat_reporters":
        return count(repeat_reporters(cases))
    if key == "three_rates_score":
        return three_rates_score(cases, moment)
    if key in keys.COUNTS:
        return count(sum(keys.COUNTS[key](case, moment) for case in cases))
    if key in keys.RATES:
        above, below = keys.RATES[key]
        under = [case for case in cases if below(case, moment)]
        return rate(sum(above(case, moment) for case in under), len(under))
    share, duration = keys.QUANTILES[key]
    spans = [duration(case, moment) for case in cases]
    return quantile([span for span in spans if span is not None], share)


def repeat_reporters(cases: Iterable[Case]) -> int:
    """People with at least two reports among these cases."""
    reports: dict[str, int] = defaultdict(int)
    for case in cases:
        person = reporter_of(case.fields.get("reporter"))
        if person is not None:
            reports[person] += 1
    return sum(number >= 2 for number in reports.values())


def reporter_of(reporter: object) -> str | None:
    """A reporter given as text, or by the first given of id, name, phone, email."""
    if isinstance(reporter, Mapping):
        given = [reporter.get(name) for name in ("id", "name", "phone", "email")]
        return next((word for word in given if word), None)
    return str(reporter) if reporter else None


def three_rates_score(cases: Sequence[Case], moment: Moment) -> Reading:
    """Response 10 %, resolution 50 %, satisfaction 40 %; none if one of them is none."""
    score = 0.0
    for key, weight in (
        ("response_rate", 0.1),
        ("resolution_rate", 0.5),
        ("satisfaction_rate", 0.4),
    ):
        value = read_cases(key, cases, moment).value
        if value is None:
            return Reading(value=None)
        score += weight * value
    return Reading(value=score)


def read_calls(key: str, calls: Sequence[Event]) -> Reading:
    """One call key over inbound calls."""
    if key == "calls":
        return count(len(calls))
    good = streets.answered_soon if key == "calls_answered_15s_rate" else streets.answered
    return rate(sum(good(call) for call in calls), len(calls))
