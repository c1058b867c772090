"""Each key of the contract as the questions it sums: counts, ratios of sums, and quantiles."""

from collections.abc import Mapping

from tests.twin.atoms import (
    Duration,
    Question,
    Weight,
    anything,
    both,
    callback_satisfaction,
    called_back,
    dispatch_seconds,
    disposed,
    due,
    ever,
    ever_failed,
    handling_hours,
    late,
    never_returned,
    on_time,
    overdue,
    rating,
    response_seconds,
    said_in_callback,
    state,
    stays,
    suspended,
    valid,
    verdict_disagrees,
)
from tests.twin.promises import (
    accepted_on_time,
    checked_on_time,
    due_for_acceptance,
    due_for_check,
    due_for_response,
    filed_on_time,
    responded_in_time,
)

CLOSED = state("closed")
RESPONSE: Question = both(stays, due_for_response)
DISPATCHED = both(stays, ever("case.dispatched"))
REACHED = both(stays, called_back("reached", True))
SAID = both(stays, said_in_callback)
CLOSED_DUE = both(CLOSED, due)
CLOSED_ON_TIME = both(CLOSED_DUE, on_time)
FAILED: Question = ever_failed

COUNTS: Mapping[str, Question] = {
    "reported": anything,
    "filed": ever("case.filed"),
    "rejected": state("rejected"),
    "closed": CLOSED,
    "closings": CLOSED,
    "open": state("open"),
    "open_overdue": overdue,
    "due": due,
    "closed_on_time": CLOSED_ON_TIME,
    "closed_late": both(CLOSED_DUE, late),
    "merged": state("merged"),
    "urged": both(stays, ever("case.urged")),
    "supervised": both(stays, lambda case, moment: case.level is not None),
    "suspended": suspended,
    "verdict_disagreements": both(stays, verdict_disagrees),
    "questions": anything,
}
RATES: Mapping[str, tuple[Weight, Question]] = {
    "on_time_closing_rate": (CLOSED_ON_TIME, due),
    "on_time_of_closed": (on_time, CLOSED_DUE),
    "closing_rate": (CLOSED, due),
    "on_time_filing_rate": (filed_on_time, ever("case.filed")),
    "disposal_rate": (disposed, due),
    "on_time_disposal_rate": (on_time, due),
    "right_dispatch_rate": (never_returned, DISPATCHED),
    "on_time_check_rate": (checked_on_time, both(stays, due_for_check)),
    "valid_report_rate": (valid, anything),
    "rework_rate": (FAILED, both(stays, ever("case.handled"))),
    "return_rate": (ever("case.returned"), DISPATCHED),
    "accepted_on_time_rate": (accepted_on_time, both(stays, due_for_acceptance)),
    "first_response_15min_rate": (responded_in_time, RESPONSE),
    "response_rate": (called_back("contacted", True), REACHED),
    "resolution_rate": (called_back("resolved", True), REACHED),
    "satisfaction_rate": (callback_satisfaction, SAID),
    "question_on_time_rate": (CLOSED_ON_TIME, due),
    "question_answer_satisfaction": (rating, both(stays, ever("case.rated"))),
    "question_resolution_satisfaction": (callback_satisfaction, SAID),
}
QUANTILES: Mapping[str, tuple[float, Duration]] = {
    "first_response_p50_s": (0.5, response_seconds),
    "first_response_p90_s": (0.9, response_seconds),
    "dispatch_p50_s": (0.5, dispatch_seconds),
    "handling_p50_h": (0.5, handling_hours),
    "handling_p90_h": (0.9, handling_hours),
}
CASE_KEYS = (*COUNTS, *RATES, *QUANTILES, "three_rates_score", "repeat_reporters")
