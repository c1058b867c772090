"""What one case adds to each key: yes-or-no questions about a folded case at an instant.

Rejected, voided and merged cases answer no to every question but those marked as theirs too.
"""

from collections.abc import Callable, Mapping

from tests.twin.fold import Case
from tests.twin.moment import Moment
from tests.twin.promises import first_response

SATISFIED: Mapping[str, float] = {
    "very_satisfied": 1.0,
    "satisfied": 1.0,
    "fairly_satisfied": 0.9,
}


Question = Callable[[Case, Moment], bool]
Weight = Callable[[Case, Moment], float]
Duration = Callable[[Case, Moment], float | None]


def anything(case: Case, moment: Moment) -> bool:
    """Every case, however it ended."""
    return True


def state(name: str) -> Question:
    """Cases that are in this state at the instant."""
    return lambda case, moment: case.state == name


def ever(*types: str) -> Question:
    """Cases with an act of one of these types that counted."""
    return lambda case, moment: bool(case.of(*types))


def stays(case: Case, moment: Moment) -> bool:
    """Neither rejected nor voided nor merged."""
    return case.state in ("open", "closed")


def both(*questions: Question) -> Question:
    """All of the questions answered yes."""
    return lambda case, moment: all(question(case, moment) for question in questions)


def valid(case: Case, moment: Moment) -> bool:
    """Neither rejected nor voided; merged and undecided ones are valid."""
    return case.state not in ("rejected", "voided")


def suspended(case: Case, moment: Moment) -> bool:
    """Open with its clock stopped."""
    return case.state == "open" and case.suspended


def overdue(case: Case, moment: Moment) -> bool:
    """Open, handling not ended, the clock not stopped, strictly past its due."""
    if case.state != "open" or case.end or suspended(case, moment) or not case.due_at:
        return False
    return moment.as_of > case.due_at


def due(case: Case, moment: Moment) -> bool:
    """With a limit or a verdict: handling ended, or overdue while open; suspended ones not."""
    if not stays(case, moment) or suspended(case, moment):
        return False
    measured = case.due_at is not None or case.verdict is not None
    return measured and (case.end is not None or overdue(case, moment))


def disposed(case: Case, moment: Moment) -> bool:
    """Handling has ended."""
    return case.end is not None


def on_time(case: Case, moment: Moment) -> bool:
    """Handling ended by the due; the source's verdict decides only where there is no due."""
    if case.end is None:
        return False
    if case.due_at is not None:
        return case.end.at <= case.due_at
    return case.verdict == "on_time"


def late(case: Case, moment: Moment) -> bool:
    """Not on time."""
    return not on_time(case, moment)


def verdict_disagrees(case: Case, moment: Moment) -> bool:
    """The source's word differs from what the limit says."""
    if case.verdict is None or case.due_at is None:
        return False
    return on_time(case, moment) != (case.verdict == "on_time")


def ever_failed(case: Case, moment: Moment) -> bool:
    """Some check failed."""
    return any(act.failed for act in case.acts)


def never_returned(case: Case, moment: Moment) -> bool:
    """No department gave it back."""
    return not case.of("case.returned")


def response_seconds(case: Case, moment: Moment) -> float | None:
    """Seconds to the first response."""
    response = first_response(case)
    return None if response is None or not stays(case, moment) else response.total_seconds()


def dispatch_seconds(case: Case, moment: Moment) -> float | None:
    """Seconds to the first assignment or dispatch by anybody."""
    first = case.of("case.assigned", "case.dispatched")
    if not first or first[0].time < case.reported_at or not stays(case, moment):
        return None
    return (first[0].time - case.reported_at).total_seconds()


def handling_hours(case: Case, moment: Moment) -> float | None:
    """Elapsed hours from the report to the end of handling."""
    if not case.end or case.end.time < case.reported_at or not stays(case, moment):
        return None
    return (case.end.time - case.reported_at).total_seconds() / 3600


def _callback(case: Case) -> Mapping[str, object]:
    """The last callback if it reached somebody, else nothing."""
    calls = case.of("case.called_back")
    if not calls or calls[-1].data.get("reached", True) is False:
        return {}
    return {"reached": True, **calls[-1].data}


def called_back(field: str, wanted: object) -> Question:
    """Cases whose last callback reached somebody and says so."""
    return lambda case, moment: _callback(case).get(field) == wanted


def said_in_callback(case: Case, moment: Moment) -> bool:
    """The callback that counts states a satisfaction."""
    return "satisfaction" in _callback(case)


def callback_satisfaction(case: Case, moment: Moment) -> float:
    """What the stated satisfaction weighs."""
    return SATISFIED.get(str(_callback(case).get("satisfaction")), 0.0)


def rating(case: Case, moment: Moment) -> float:
    """What the last rating weighs."""
    ratings = case.of("case.rated")
    return SATISFIED.get(str(ratings[-1].data["satisfaction"]), 0.0) if ratings else 0.0
