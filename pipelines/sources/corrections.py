"""What a newer export changes: the acts to send so that the log says what the file says now.

Of one case and source the log then holds, not retracted, one report, at most one amendment of it,
and the other acts of the row. Every amendment carries the time of its report, so two of them would
be ordered by their ids; that is why an older one is retracted when another is needed. The id of an
amendment stands for the whole report it leads to, so that a case is recognised as up to date by ids
alone, even when what it says has been erased.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from pipelines.event import Event


class StoredEvent(Protocol):
    """An event of the log and whether another has taken it back."""

    @property
    def event(self) -> Event: ...

    @property
    def retracted(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Events to send for one case, retractions first, and how many were known already."""

    known: int
    send: tuple[Event, ...]


def correct(wanted: Sequence[Event], stored: Sequence[StoredEvent]) -> Correction:
    """`wanted`: the events of one case, report first; `stored`: all that is known of the case."""
    return _Case(wanted, stored).correction()


class _Case:
    """One case between what the file wants and what the log holds of the same source."""

    def __init__(self, wanted: Sequence[Event], stored: Sequence[StoredEvent]) -> None:
        self._report, self._others = wanted[0], {event.id: event for event in wanted[1:]}
        source, own = wanted[0].source, f"{wanted[0].subject}/"
        mine = [
            one for one in stored if one.event.source == source and one.event.id.startswith(own)
        ]
        self._used = {one.event.id for one in mine}
        self._live = [
            one.event for one in mine if not one.retracted and one.event.type != "case.retracted"
        ]
        self._erased = {
            name
            for one in stored
            if one.event.type == "case.redacted"
            for name in one.event.data["fields"]
        }
        self._known = 0
        self._back: list[Event] = []
        self._send: list[Event] = []

    def correction(self) -> Correction:
        self._correct_report()
        self._correct_others()
        back = [_retraction(event) for event in self._back]
        return Correction(known=self._known, send=(*back, *self._send))

    def _of(self, kind: str) -> list[Event]:
        return [event for event in self._live if event.type == kind]

    def _correct_report(self) -> None:
        reports, amendments = self._of("case.reported"), self._of("case.amended")
        target = self._amendment_id()
        standing = next((e for e in reports if _base(e.id) == self._report.id), None)
        amended = next((e for e in amendments if _base(e.id) == target), None)
        if standing is not None:
            amended = None
        elif amended is not None and reports:
            standing = reports[0]
        elif reports and self._is_amendable(reports[0]):
            standing = reports[0]
            self._amend(reports[0], target)
        self._back += [event for event in amendments if event is not amended or not standing]
        self._back += [event for event in reports if event is not standing]
        if standing is None:
            self._add(replace(self._report, data=self._unerased(self._report.data)))
        elif not any(event.type == "case.amended" for event in self._send):
            self._known += 1

    def _amendment_id(self) -> str:
        subject, _, content = self._report.id.rpartition("/case.reported/")
        return f"{subject}/case.amended/{content}"

    def _is_amendable(self, report: Event) -> bool:
        """An amendment can change and add fields; it can neither empty one nor move the report."""
        emptied = set(report.data) - set(self._report.data) - self._erased
        return report.time == self._report.time and not emptied

    def _amend(self, report: Event, target: str) -> None:
        changed = {
            name: value
            for name, value in self._unerased(self._report.data).items()
            if report.data.get(name) != value
        }
        if changed:
            self._add(replace(self._report, id=target, type="case.amended", data=changed))

    def _correct_others(self) -> None:
        live = {
            _base(event.id): event
            for event in self._live
            if event.type not in ("case.reported", "case.amended")
        }
        for name, event in self._others.items():
            if name in live:
                self._known += 1
            else:
                self._add(event)
        self._back += [event for name, event in live.items() if name not in self._others]

    def _unerased(self, data: Mapping[str, Any]) -> dict[str, Any]:
        required = ("channel", "category")
        return {k: v for k, v in data.items() if k not in self._erased or k in required}

    def _add(self, event: Event) -> None:
        self._send.append(replace(event, id=self._fresh(event.id)))

    def _fresh(self, name: str) -> str:
        """An id never used: what was retracted once comes back as its next generation, `…~2`."""
        return next(each for each in _generations(name) if each not in self._used)


def _generations(name: str) -> Iterator[str]:
    yield name
    generation = 1
    while True:
        generation += 1
        yield f"{name}~{generation}"


def _base(name: str) -> str:
    head, _, content = name.rpartition("/")
    return f"{head}/{content.partition('~')[0]}"


def _retraction(event: Event) -> Event:
    name, data = f"{event.id}/retracted", {"event": event.id}
    return replace(event, id=name, type="case.retracted", data=data)
