"""The clocks beside the limit of handling: filing, first response, acceptance, checking."""

from datetime import datetime, timedelta

from tests.twin import clocks
from tests.twin.acts import Act
from tests.twin.fold import Case
from tests.twin.moment import Moment

FIRST_RESPONSE = timedelta(minutes=15)


def filed_on_time(case: Case, moment: Moment) -> bool:
    """First filed within the filing limit from the report."""
    filed = case.of("case.filed")
    limit_ends = clocks.limit_end(case.reported_at, moment.city.filing_limit, moment.city)
    return bool(filed) and filed[0].at <= limit_ends


def _check(case: Case) -> tuple[Act | None, Act | None]:
    """The last `handled` and the first check after it."""
    handled = case.of("case.handled")
    if not handled:
        return None, None
    after = [act for act in case.of("case.checked") if act.place > handled[-1].place]
    return handled[-1], after[0] if after else None


def due_for_check(case: Case, moment: Moment) -> bool:
    """Checked, or open and past the limit unchecked."""
    handled, check = _check(case)
    if handled is None:
        return False
    limit_ends = clocks.limit_end(handled.at, moment.city.check_limit, moment.city)
    return check is not None or (case.state == "open" and moment.as_of > limit_ends)


def checked_on_time(case: Case, moment: Moment) -> bool:
    """Checked within the limit from the last `handled`."""
    handled, check = _check(case)
    if handled is None or check is None:
        return False
    return check.at <= clocks.limit_end(handled.at, moment.city.check_limit, moment.city)


def _acceptance(case: Case, moment: Moment) -> tuple[Act | None, datetime | None]:
    """The first acceptance after the first dispatch, and the instant it was due by."""
    dispatched = case.of("case.dispatched")
    if not dispatched:
        return None, None
    limits = moment.city.acceptance
    limit = limits.get(str(case.fields.get("priority")), limits["other"])
    limit_ends = clocks.limit_end(dispatched[0].at, limit, moment.city)
    after = [act for act in case.of("case.accepted") if act.place > dispatched[0].place]
    return after[0] if after else None, limit_ends


def due_for_acceptance(case: Case, moment: Moment) -> bool:
    """Dispatched and accepted, or past the limit without."""
    accepted, limit_ends = _acceptance(case, moment)
    return limit_ends is not None and (accepted is not None or moment.as_of > limit_ends)


def accepted_on_time(case: Case, moment: Moment) -> bool:
    """Accepted within the limit of its priority."""
    accepted, limit_ends = _acceptance(case, moment)
    return accepted is not None and limit_ends is not None and accepted.at <= limit_ends


def first_response(case: Case) -> timedelta | None:
    """Report to the first human act that answers it; a find on the spot answers itself."""
    if case.fields.get("response_tracked") is False:
        return None
    if case.fields.get("found_on_spot") is True:
        return timedelta(0)
    for act in case.of("case.verified", "case.dispatched", "case.answered"):
        if act.human and act.time >= case.reported_at:
            return act.time - case.reported_at
    return None


def due_for_response(case: Case, moment: Moment) -> bool:
    """Answered, or unanswered for more than a quarter of an hour."""
    if case.fields.get("response_tracked") is False:
        return False
    waited = moment.as_of - case.reported_at
    return first_response(case) is not None or waited > FIRST_RESPONSE


def responded_in_time(case: Case, moment: Moment) -> bool:
    """Answered within a quarter of an hour, the last instant included."""
    response = first_response(case)
    return response is not None and response <= FIRST_RESPONSE
