"""How often and how fast things happen on the simulated day: the dials of the flow of cases."""

from dataclasses import dataclass

from pipelines.sources.simulated_dials import Dials, Span, Urn

SATISFACTION = {
    "very_satisfied": 0.46,
    "satisfied": 0.36,
    "fairly_satisfied": 0.1,
    "dissatisfied": 0.06,
    "very_dissatisfied": 0.02,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Shares of cases, and spans in the unit that their name ends in."""

    first_response_s: Span
    system_assigns: float
    assign_s: Span
    accept_s: Span
    verify_s: Span
    not_found: float
    dispatch_s: Span
    answered: float
    rejected: float
    voided: float
    merged: float
    wrong_department: float
    handling_share: Span
    late: float
    late_factor: Span
    extended: float
    suspended: float
    suspended_days: Span
    failed_check: float
    check_h: Span
    close_min: Span
    rated: float
    called_back: float
    reached: float
    contacted: float
    resolved: float
    reopened: float
    satisfaction: Urn[str]
    reminded_at: float
    urged_at: float
    supervised_after_h: float
    yellow: float
    red: float
    instructed: float
    repeat: float
    joined: float


def read_rates(dials: Dials) -> Rates:
    """The rates of a pack; what it does not say is as in the demonstration."""
    number, span = dials.number, dials.span
    return Rates(
        first_response_s=span(("first_response.median_s", 320), ("first_response.p90_s", 780)),
        system_assigns=number("first_response.system_assigns", 0.9),
        assign_s=span(("assign.median_s", 9), ("assign.p90_s", 26)),
        accept_s=span(("assign.accept_median_s", 45), ("assign.accept_p90_s", 170)),
        verify_s=span(("verify.median_s", 380), ("verify.p90_s", 800)),
        not_found=number("verify.not_found", 0.04),
        dispatch_s=span(("dispatch.median_s", 40), ("dispatch.p90_s", 240)),
        answered=number("dispatch.answered_at_once", 0.16),
        rejected=number("dispatch.rejected", 0.025),
        voided=number("dispatch.voided", 0.005),
        merged=number("dispatch.merged", 0.03),
        wrong_department=number("dispatch.wrong_department", 0.035),
        handling_share=span(("handling.median_share", 0.34), ("handling.p90_share", 0.88)),
        late=number("handling.late", 0.105),
        late_factor=span(("handling.late_factor.median", 1.4), ("handling.late_factor.p90", 3)),
        extended=number("handling.extended", 0.03),
        suspended=number("handling.suspended", 0.02),
        suspended_days=span(
            ("handling.suspended_days.median", 6), ("handling.suspended_days.p90", 20)
        ),
        failed_check=number("handling.failed_check", 0.045),
        check_h=span(("handling.check_median_h", 0.4), ("handling.check_p90_h", 2)),
        close_min=span(("handling.close_median_min", 12), ("handling.close_p90_min", 90)),
        rated=number("after_closing.rated", 0.3),
        called_back=number("after_closing.called_back", 0.45),
        reached=number("after_closing.reached", 0.85),
        contacted=number("after_closing.contacted", 0.97),
        resolved=number("after_closing.resolved", 0.88),
        reopened=number("after_closing.reopened", 0.02),
        satisfaction=dials.mix("after_closing.satisfaction", SATISFACTION),
        reminded_at=number("urging.reminded_at_share", 0.8),
        urged_at=number("urging.urged_at_share", 1),
        supervised_after_h=number("urging.supervised_after_h", 24),
        yellow=number("urging.yellow", 0.15),
        red=number("urging.red", 0.04),
        instructed=number("urging.instructed", 0.003),
        repeat=number("reporters.repeat", 0.04),
        joined=number("reporters.joined", 0.02),
    )
