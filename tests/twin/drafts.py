"""One random act at a time: a draft of an event, from any chooser of random numbers.

The same functions serve Hypothesis, whose chooser can shrink what it chose, and a seeded chooser
that makes fifty thousand events in seconds. Times lie on a grid of quarter hours so that acts
meet, with now and then a microsecond between them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from tests.twin.words import FIELDS, STEPS_BETWEEN_CASES, WORKERS, instant_of, nothing

WEIGHTS: Mapping[str, int] = {
    "case.reported": 40,
    "case.filed": 12,
    "case.rejected": 2,
    "case.voided": 2,
    "case.assigned": 8,
    "case.accepted": 8,
    "case.verified": 10,
    "case.dispatched": 16,
    "case.requested": 2,
    "case.refused": 1,
    "case.returned": 4,
    "case.transferred": 3,
    "case.answered": 5,
    "case.reminded": 1,
    "case.urged": 4,
    "case.supervised": 6,
    "case.instructed": 3,
    "case.extended": 4,
    "case.suspended": 10,
    "case.resumed": 7,
    "case.handled": 16,
    "case.checked": 12,
    "case.closed": 12,
    "case.reopened": 4,
    "case.rated": 5,
    "case.called_back": 10,
    "case.merged": 2,
    "case.joined": 2,
    "case.noted": 2,
    "case.amended": 10,
    "case.retracted": 8,
    "call.ended": 6,
    "call.ringing": 1,
    "worker.located": 6,
    "worker.shift": 8,
}
_TYPES = tuple(kind for kind, weight in WEIGHTS.items() for _ in range(weight))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An event before it has an id; a retraction looks `back` over acts of its subject."""

    type: str
    subject: str
    time: datetime
    data: Mapping[str, Any]
    back: int = 0


def draft(chooser: Random, first_case: int, last_case: int) -> Draft:
    """One act of one of the cases numbered so, or a call, or a step of a worker."""
    kind = chooser.choice(_TYPES)
    number = chooser.randint(first_case, last_case)
    begins = number * STEPS_BETWEEN_CASES
    step = begins + _after_the_beginning(chooser, kind)
    return Draft(
        type=kind,
        subject=_subject(chooser, kind, number),
        time=instant_of(chooser, step),
        data=_data(chooser, kind, begins),
        back=chooser.randint(0, 8) if kind == "case.retracted" else 0,
    )


def _after_the_beginning(chooser: Random, kind: str) -> int:
    if kind == "case.reported":
        return chooser.choice((0, 0, 0, 0, 0, 0, 1, 3))
    return chooser.choice((1, 1, 1, 8)) * chooser.randint(0, 40) - chooser.choice(
        (0, 0, 0, 0, 0, 2)
    )


def _subject(chooser: Random, kind: str, number: int) -> str:
    if kind.startswith("worker"):
        return chooser.choice(WORKERS)
    return f"{'call' if kind.startswith('call') else 'case'}-{number}"


def _data(chooser: Random, kind: str, begins: int) -> dict[str, Any]:
    data = FIELDS.get(kind, nothing)(chooser, begins)
    if kind.startswith("case.") and chooser.randint(0, 7) == 0:
        data["actor"] = {"kind": chooser.choice(("system", "human")), "id": "someone"}
    return data
