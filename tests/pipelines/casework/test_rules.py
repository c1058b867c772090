"""The loop's table of acts: what it lets happen, what it refuses, and the sentence it gives."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipelines.casework.acts import ACTS, OPEN, ROLES, STAGES, Act
from pipelines.casework.case import Case, after, case_of
from pipelines.casework.conditions import Actor
from pipelines.casework.rules import Deed, Refusal, allowed, decide
from pipelines.event import Event

NOON = datetime(2026, 7, 15, 4, tzinfo=UTC)
DATA: dict[str, Any] = {
    "worker": "W1",
    "reason": "重复",
    "into": "C2",
    "result": "confirmed",
    "department": "roads",
    "act": "extend",
    "due": "2026-07-20T00:00:00Z",
    "satisfaction": "satisfied",
    "level": "ordinary",
    "text": "请尽快",
    "reporter": "R2",
    "contacted": True,
    "resolved": True,
    "forced": True,
}


@dataclass(frozen=True, slots=True)
class Department:
    code: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Town:
    departments: tuple[Department, ...] = (
        Department("roads", None),
        Department("hangu", None),
        Department("hangu_crew", "hangu"),
    )


def actor(role: str, **bound: Any) -> Actor:
    return Actor(id=f"the {role}", roles=frozenset({role}), **bound)


def deed(act: str, /, **data: Any) -> Deed:
    return Deed(act=act, time=NOON, source="desk", id=f"e-{act}", data=data)


def case(stage: str, **more: Any) -> Case:
    fields = {
        "answered": stage == "handled",
        "confirmed": True if stage == "verified" else None,
    }
    return Case(id="C1", stage=stage, **(fields | more))


def done(found: list[Event] | Refusal) -> list[Event]:
    assert not isinstance(found, Refusal), found
    return found


def refused(found: list[Event] | Refusal) -> Refusal:
    assert isinstance(found, Refusal), found
    return found


def satisfying(line: Act, stage: str) -> tuple[Case, dict[str, Any]]:
    """A case and data that meet the line's condition."""
    fields: dict[str, dict[str, Any]] = {
        "own_find": {"found_on_spot": True},
        "suspended": {"suspended": True},
        "answered": {"answered": True},
        "asked": {"asked": frozenset({"extend"})},
        "not_confirmed": {"confirmed": False},
    }
    data = DATA | ({"act": "supervise"} if line.when == "higher_asked" else {})
    return case(stage, **fields.get(line.when or "", {})), data


def lines() -> list[tuple[Act, str, str]]:
    return [
        (line, stage, role)
        for line in ACTS
        for stage in sorted(line.stages)
        for role in sorted(line.roles)
    ]


@pytest.mark.parametrize(("line", "stage", "role"), lines())
def test_every_line_of_the_table_happens_and_leads_where_it_says(
    line: Act, stage: str, role: str
) -> None:
    before, data = satisfying(line, stage)
    (event,) = done(decide(before, deed(line.name, **data), actor(role), Town()))
    assert event.type == line.event
    if line.leads_to:
        assert after(before, event).stage == line.leads_to


def test_an_act_outside_its_stages_is_refused_with_what_would_be_allowed() -> None:
    everybody = Actor(id="zhao", roles=frozenset(ROLES))
    for name in {line.name for line in ACTS} - {"close"}:
        stages = set().union(*(line.stages for line in ACTS if line.name == name))
        for stage in STAGES - stages:
            no = refused(decide(case(stage), deed(name, **DATA), everybody))
            assert no.kind == "stage"
            assert stage in no.reason
            assert name not in no.allowed


def test_an_act_by_another_role_is_refused_and_the_roles_are_named() -> None:
    no = refused(decide(case("filed"), deed("dispatch", **DATA), actor("analyst")))
    assert (no.kind, no.allowed) == ("role", ())
    assert "dispatcher" in no.reason


def test_what_is_missing_is_named() -> None:
    no = refused(decide(case("filed"), deed("dispatch"), actor("dispatcher")))
    assert (no.kind, no.reason) == ("data", "dispatch needs department")
    assert "dispatch" in no.allowed


def test_file_and_dispatch_is_one_key_and_two_events() -> None:
    leader = actor("shift_leader")
    events = done(decide(case("reported"), deed("file_and_dispatch", department="roads"), leader))
    assert [event.type for event in events] == ["case.filed", "case.dispatched"]
    assert len({event.id for event in events}) == 2


def test_file_and_dispatch_is_all_or_nothing() -> None:
    assert refused(decide(case("reported"), deed("file_and_dispatch"), actor("shift_leader")))
    assert "file_and_dispatch" not in allowed(case("reported"), actor("operator"))
    assert "file_and_dispatch" in allowed(case("reported"), actor("shift_leader"))


def test_supervision_goes_upwards_only_and_may_be_cancelled() -> None:
    supervisor = actor("supervisor")
    at_yellow = case("dispatched", supervision="yellow")
    for level in ("ordinary", "yellow"):
        no = refused(decide(at_yellow, deed("supervise", level=level), supervisor))
        assert (no.kind, "upwards" in no.reason) == ("condition", True)
    for level in ("red", "cancelled"):
        assert done(decide(at_yellow, deed("supervise", level=level), supervisor))
    assert refused(decide(case("filed"), deed("supervise", level="cancelled"), supervisor))


def test_the_system_supervises_at_ordinary_only() -> None:
    system = Actor(id="ladder", roles=frozenset({"system"}), kind="system")
    assert done(decide(case("dispatched"), deed("supervise", level="ordinary"), system))
    assert refused(decide(case("dispatched"), deed("supervise", level="yellow"), system))


def test_nobody_checks_what_he_handled_but_the_local_user_alone() -> None:
    li = Actor(id="li", roles=frozenset({"worker"}), worker="W7")
    handled = done(decide(case("dispatched"), deed("handle", department="roads"), li))
    then = after(case("dispatched"), handled[0])
    no = refused(decide(then, deed("check", result="pass"), li))
    assert no.reason == "nobody checks what he handled"
    assert done(decide(then, deed("check", result="pass"), actor("operator")))
    local = Actor.local()
    handled = done(decide(case("dispatched"), deed("handle", department="roads"), local))
    assert done(decide(after(case("dispatched"), handled[0]), deed("check", result="pass"), local))


def test_a_department_acts_on_its_own_cases_and_those_below_it() -> None:
    crew_case = case("dispatched", department="hangu_crew")
    for code, may in (("hangu", True), ("hangu_crew", True), ("roads", False)):
        found = decide(crew_case, deed("accept"), actor("department", department=code), Town())
        assert isinstance(found, list) is may
    helping = case("dispatched", department="hangu", co_departments=("roads",))
    assert done(decide(helping, deed("accept"), actor("department", department="roads"), Town()))


def test_a_verified_case_goes_on_by_what_was_found() -> None:
    desk = actor("operator")
    assert done(decide(case("verified"), deed("file"), desk))
    assert refused(decide(case("verified"), deed("reject", reason="无"), desk)).kind == "condition"
    unfound = case("verified", confirmed=False)
    assert refused(decide(unfound, deed("file"), desk)).kind == "condition"
    assert done(decide(unfound, deed("reject", reason="无"), desk))


def test_a_request_is_made_once_and_only_what_was_asked_is_refused() -> None:
    crew, leader = actor("department"), actor("shift_leader")
    asking = deed("request", act="extend", reason="雨天")
    asked = after(case("dispatched"), done(decide(case("dispatched"), asking, crew))[0])
    assert refused(decide(asked, asking, crew)).kind == "condition"
    assert done(decide(asked, deed("refuse", act="extend", reason="不准"), leader))
    assert refused(decide(asked, deed("refuse", act="return", reason="不准"), leader))


def test_an_answered_case_is_closed_at_once_a_handled_one_after_its_check() -> None:
    desk = actor("operator")
    assert done(decide(case("handled", answered=True), deed("close"), desk))
    assert "check" in refused(decide(case("handled", answered=False), deed("close"), desk)).reason


def test_closing_by_force_is_the_supervisors_and_is_marked() -> None:
    supervisor = actor("supervisor")
    for stage in OPEN:
        force = deed("close", reason="销号", forced=True)
        (event,) = done(decide(case(stage, answered=False), force, supervisor))
        assert event.data["forced"] is True
        assert refused(decide(case(stage), deed("close", reason="销号"), supervisor))


def test_every_refusal_lists_only_acts_that_exist() -> None:
    names = {line.name for line in ACTS} | {"file_and_dispatch"}
    no = refused(decide(case("closed"), deed("explode"), Actor.local()))
    assert no.kind == "unknown"
    assert set(no.allowed) <= names
    assert set(no.allowed) == {"rate", "call_back", "reopen"}


def test_a_case_is_read_from_its_events_in_any_order() -> None:
    def at(n: int, kind: str, **data: Any) -> Event:
        time = NOON + timedelta(minutes=n)
        return Event(source="s", id=f"{n}", type=kind, time=time, subject="C1", data=data)

    events = [
        at(0, "case.reported", channel="hotline", category="1"),
        at(1, "case.filed"),
        at(2, "case.dispatched", department="roads"),
        at(3, "case.suspended", reason="备料"),
        at(4, "case.handled", department="roads", actor={"id": "li"}),
        at(5, "case.checked", result="fail"),
        at(6, "case.retracted", event="5"),
    ]
    read = case_of(reversed(events))
    assert read is not None
    assert (read.stage, read.suspended, read.department) == ("handled", False, "roads")
    assert read.handlers == {"li"}
    assert case_of(events[1:]) is None
