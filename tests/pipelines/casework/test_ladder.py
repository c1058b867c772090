"""The ladder of urging: when each rung is reached, and that nothing is said twice."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.casework.case import Case
from pipelines.casework.ladder import SYSTEM, Running, due_deeds
from pipelines.casework.rules import Refusal, decide

REPORTED = datetime(2026, 7, 15, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Town:
    timezone: ZoneInfo
    working_hours: tuple[tuple[time, time], ...] = ((time(8), time(18)),)

    def is_workday(self, day: date) -> bool:
        return day.weekday() < 5


TOWN = Town(ZoneInfo("Asia/Shanghai"))


def running(**case: Any) -> Running:
    return Running(
        case=Case(**({"id": "C1", "stage": "dispatched"} | case)),
        reported_at=REPORTED,
        due_at=REPORTED + 10 * HOUR,
        unit="urgent_hours",
    )


def said(hours: float, **case: Any) -> list[str]:
    deeds = due_deeds([running(**case)], REPORTED + hours * HOUR, TOWN)
    return [deed.id.split("/")[1] for deed in deeds]


def test_a_case_is_reminded_when_eight_tenths_of_its_limit_are_used() -> None:
    assert said(7.9) == []
    assert said(8) == ["remind"]


def test_it_is_urged_strictly_after_the_limit_and_supervised_a_day_later() -> None:
    assert said(10) == ["remind"]
    assert said(10.1) == ["remind", "urge"]
    assert said(34.1) == ["remind", "urge", "ordinary"]


def test_yellow_and_red_are_proposed_once_and_left_to_a_supervisor() -> None:
    assert said(60, supervision="ordinary") == ["remind", "urge", "yellow"]
    assert said(60, supervision="ordinary", asked=frozenset({"supervise"})) == ["remind", "urge"]
    assert said(200, supervision="red") == ["remind", "urge"]


def test_a_handled_or_suspended_case_is_left_alone() -> None:
    assert said(99, stage="handled") == said(99, suspended=True) == []


def test_climbing_twice_is_a_duplicate_and_a_new_due_starts_again() -> None:
    first = next(due_deeds([running()], REPORTED + 9 * HOUR, TOWN))
    again = next(due_deeds([running()], REPORTED + 9.5 * HOUR, TOWN))
    longer = replace(running(), due_at=REPORTED + 11 * HOUR)
    later = next(due_deeds([longer], REPORTED + 9 * HOUR, TOWN))
    assert first.id == again.id != later.id


def test_the_loop_allows_what_the_ladder_says() -> None:
    for case in (running(), running(supervision="ordinary")):
        for deed in due_deeds([case], REPORTED + 60 * HOUR, TOWN):
            if deed.id.split("/")[1] != "yellow" or case.case.supervision:
                assert not isinstance(decide(case.case, deed, SYSTEM), Refusal)
