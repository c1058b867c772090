"""The table of acts: what may be done to a case, at which stage, by whom and where it leads.

The table is the rule, the sentence of a refusal, the buttons of the desk and the generated tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.casework.case import ENDED

ROLES = (
    "operator",
    "shift_leader",
    "dispatcher",
    "worker",
    "department",
    "supervisor",
    "duty_leader",
    "reporter",
    "system",
    "analyst",
    "admin",
)
OPEN = frozenset({"reported", "assigned", "verified", "filed", "dispatched", "handled", "checked"})
STAGES = OPEN | ENDED
DESK = frozenset({"operator", "shift_leader"})
DISPATCH = frozenset({"dispatcher", "shift_leader"})
GRANTING = frozenset({"shift_leader", "supervisor"})
COMMANDING = frozenset({"operator", "shift_leader", "dispatcher", "supervisor"})
DOING = frozenset({"department", "worker"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One line of the table. `leads_to` is the next stage, None where the stage stays or the
    data decide; `when` names a condition on the case beside its stage (see `rules`)."""

    name: str
    stages: frozenset[str]
    roles: frozenset[str]
    event: str
    needs: frozenset[str] = frozenset()
    leads_to: str | None = None
    when: str | None = None


def _act(
    name: str,
    stages: str | frozenset[str],
    roles: frozenset[str],
    event: str,
    needs: str = "",
    leads_to: str | None = None,
    when: str | None = None,
) -> Act:
    at = stages if isinstance(stages, frozenset) else frozenset(stages.split())
    wanted = frozenset(needs.split())
    return Act(
        name=name,
        stages=at,
        roles=roles,
        event=f"case.{event}",
        needs=wanted,
        leads_to=leads_to,
        when=when,
    )


ACTS: tuple[Act, ...] = (
    _act("file", "reported verified", DESK, "filed", leads_to="filed", when="fileable"),
    _act(
        "file",
        "reported",
        DOING - {"department"},
        "filed",
        leads_to="filed",
        when="own_find",
    ),
    _act("assign", "reported assigned verified", DESK, "assigned", "worker", "assigned"),
    _act(
        "answer",
        "reported verified",
        DESK,
        "answered",
        leads_to="handled",
        when="not_confirmed",
    ),
    _act(
        "reject",
        "reported verified",
        DESK,
        "rejected",
        "reason",
        "rejected",
        "not_confirmed",
    ),
    _act("merge", "reported", DESK, "merged", "into", "merged", "into_another"),
    _act("accept", "assigned", DESK | {"worker"}, "accepted", when="not_accepted"),
    _act("verify", "assigned", DESK | {"worker"}, "verified", "result", "verified"),
    _act("dispatch", "filed", DISPATCH, "dispatched", "department", "dispatched"),
    _act("void", "filed", DISPATCH, "voided", "reason", "voided"),
    _act("accept", "dispatched", DOING, "accepted", when="not_accepted"),
    _act("handle", "dispatched", DOING, "handled", "department", "handled"),
    _act("request", "dispatched", DOING, "requested", "act reason", when="not_asked"),
    _act(
        "request",
        OPEN,
        COMMANDING | {"system"},
        "requested",
        "act reason",
        when="higher_asked",
    ),
    _act("refuse", OPEN, GRANTING, "refused", "act reason", when="asked"),
    _act("return", "dispatched", GRANTING, "returned", "reason", "filed"),
    _act(
        "transfer",
        "dispatched",
        DOING | DISPATCH,
        "transferred",
        "department",
        "dispatched",
    ),
    _act("extend", "dispatched", GRANTING, "extended", "due reason"),
    _act("suspend", "dispatched", GRANTING, "suspended", "reason", when="running"),
    _act("resume", "dispatched", DOING | GRANTING, "resumed", when="suspended"),
    _act(
        "check",
        "handled",
        DESK | {"worker"},
        "checked",
        "result",
        when="not_own_handling",
    ),
    _act("close", "handled", DESK, "closed", leads_to="closed", when="answered"),
    _act("close", "checked", DESK, "closed", leads_to="closed"),
    _act(
        "close",
        OPEN,
        frozenset({"supervisor"}),
        "closed",
        "reason forced",
        "closed",
        "forced",
    ),
    _act("rate", "closed", DESK | {"reporter"}, "rated", "satisfaction"),
    _act("call_back", "closed", DESK, "called_back", when="callback_complete"),
    _act("reopen", "closed", DESK | {"reporter"}, "reopened", "reason", "filed"),
    _act("amend", OPEN, DESK, "amended"),
    _act("urge", OPEN, COMMANDING | {"system"}, "urged"),
    _act("remind", OPEN, COMMANDING | {"system"}, "reminded"),
    _act(
        "supervise",
        OPEN,
        frozenset({"supervisor"}),
        "supervised",
        "level",
        when="higher",
    ),
    _act(
        "supervise",
        OPEN,
        frozenset({"system"}),
        "supervised",
        "level",
        when="first_level",
    ),
    _act("instruct", OPEN, frozenset({"duty_leader"}), "instructed", "text"),
    _act("join", OPEN, DESK | {"dispatcher", "reporter"}, "joined", "reporter"),
    _act(
        "note",
        OPEN,
        COMMANDING | DOING | {"duty_leader", "reporter", "system"},
        "noted",
        "text",
    ),
)
TOGETHER: Mapping[str, tuple[str, ...]] = {"file_and_dispatch": ("file", "dispatch")}
"""One key, several events, all or none."""
