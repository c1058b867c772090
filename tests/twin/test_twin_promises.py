"""The other clocks, callbacks, calls, workers and breakdowns, counted by hand."""

import pytest

from tests.twin.telling import Story


@pytest.fixture
def story() -> Story:
    return Story()


def test_filing_has_one_working_day_from_the_report(story: Story) -> None:
    for case, filed in (("mei", "03-16 16:00"), ("omar", "03-16 16:01")):
        story.case(case, "03-13 16:00")
        story.act(case, "filed", filed)
    story.act("omar", "rejected", "03-16 17:00", reason="private")
    assert story.parts("on_time_filing_rate", "03-17 00:00") == (1, 2)


def test_the_check_after_the_last_handling_is_the_one_judged(story: Story) -> None:
    story.case("mei", "03-16 08:00", "open")
    story.act("mei", "handled", "03-16 08:00", department="roads")
    story.act("mei", "checked", "03-16 17:00", result="fail")
    assert story.parts("on_time_check_rate", "03-16 17:30") == (0, 1)
    story.act("mei", "handled", "03-17 08:00", department="roads")
    assert story.parts("on_time_check_rate", "03-17 12:00") == (0, 0)
    story.act("mei", "checked", "03-17 12:00", result="pass")
    assert story.parts("on_time_check_rate", "03-17 12:00") == (1, 1)


def test_an_unchecked_case_is_due_for_its_check_only_while_open(story: Story) -> None:
    story.case("mei", "03-16 08:00", "open")
    story.act("mei", "handled", "03-16 08:00", department="roads")
    assert story.parts("on_time_check_rate", "03-16 12:01") == (0, 1)
    story.act("mei", "closed", "03-16 13:00")
    assert story.parts("on_time_check_rate", "03-16 14:00") == (0, 0)


def test_danger_is_accepted_in_a_quarter_of_an_hour_of_the_first_dispatch(story: Story) -> None:
    story.case("mei", "03-16 08:00", priority="danger")
    story.act("mei", "accepted", "03-16 08:01")
    story.act("mei", "dispatched", "03-16 08:05", department="water")
    assert story.parts("accepted_on_time_rate", "03-16 08:20") == (0, 0)
    assert story.parts("accepted_on_time_rate", "03-16 08:21") == (0, 1)
    story.act("mei", "accepted", "03-16 08:20")
    assert story.parts("accepted_on_time_rate", "03-16 08:21") == (1, 1)


def test_right_dispatches_and_returns_are_all_dispatches(story: Story) -> None:
    for case in ("mei", "omar", "ana"):
        story.case(case, "03-16 08:00")
        story.act(case, "dispatched", "03-16 08:05", department="water")
    story.act("ana", "requested", "03-16 08:10", act="return", reason="not ours")
    story.act("omar", "returned", "03-16 08:10", reason="not ours")
    assert story.parts("right_dispatch_rate", "03-16 09:00") == (2, 3)
    assert story.parts("return_rate", "03-16 09:00") == (1, 3)


def test_supervision_rises_is_not_lowered_and_is_cancelled(story: Story) -> None:
    story.case("mei", "03-16 08:00")
    for level, when in (("red", "03-16 09:00"), ("yellow", "03-16 10:00")):
        story.act("mei", "supervised", when, level=level)
    assert story.value("supervised", "03-16 10:00") == 1
    story.act("mei", "supervised", "03-16 11:00", level="cancelled")
    assert story.value("supervised", "03-16 11:00") == 0


def test_the_three_rates_weigh_10_50_and_40(story: Story) -> None:
    answers = (
        (True, True, "very_satisfied"),
        (True, False, "fairly_satisfied"),
        (False, True, "dissatisfied"),
        (True, True, None),
    )
    for number, (contacted, resolved, satisfaction) in enumerate(answers):
        case = f"case-{number}"
        story.case(case, "03-16 08:00")
        said = {"satisfaction": satisfaction, "contacted": contacted, "resolved": resolved}
        story.act(case, "called_back", "03-16 09:00", contacted=False, resolved=False)
        story.act(case, "called_back", "03-16 10:00", **said)
    story.case("ana", "03-16 08:00")
    story.act("ana", "called_back", "03-16 10:00", reached=False)
    assert story.parts("response_rate", "03-16 11:00") == (3, 4)
    assert story.parts("resolution_rate", "03-16 11:00") == (3, 4)
    assert story.parts("satisfaction_rate", "03-16 11:00") == (1.9, 3)
    score = 0.1 * 75 + 0.5 * 75 + 0.4 * 100 * 1.9 / 3
    assert story.value("three_rates_score", "03-16 11:00") == pytest.approx(score)


def test_one_missing_rate_leaves_no_score(story: Story) -> None:
    story.case("mei", "03-16 08:00")
    story.act("mei", "called_back", "03-16 10:00", contacted=True, resolved=True)
    assert story.value("three_rates_score", "03-16 11:00") is None


def test_questions_are_the_enterprises_and_cases_the_citys(story: Story) -> None:
    story.case("mei", "03-16 08:00")
    story.case("mill", "03-16 08:00", register="enterprise")
    story.act("mill", "closed", "03-16 09:00")
    story.act("mill", "rated", "03-16 10:00", satisfaction="fairly_satisfied")
    assert story.value("reported", "03-16 11:00") == 1
    assert story.value("questions", "03-16 11:00") == 1
    assert set(story.read("reported", "03-16 11:00", by="register").rows) == {"city", "enterprise"}
    assert story.value("reported", "03-16 11:00", filters={"register": ["enterprise"]}) == 1
    assert story.parts("question_on_time_rate", "03-16 11:00") == (1, 1)
    assert story.parts("question_answer_satisfaction", "03-16 11:00") == (0.9, 1)


def test_a_person_counts_once_however_often_he_reports(story: Story) -> None:
    wang = {"id": "r-17", "name": "Wang Wei"}
    reporters = (wang, wang, {"id": "r-17"}, "Mei Lin", "Mei Lin", "Ana Silva", None)
    for number, reporter in enumerate(reporters):
        story.case(f"case-{number}", "03-16 08:00", reporter=reporter)
    assert story.value("repeat_reporters", "03-16 09:00") == 2


def test_closings_go_by_the_closing_that_stands(story: Story) -> None:
    story.case("mei", "03-16 08:00")
    story.act("mei", "closed", "03-16 09:00")
    story.act("mei", "reopened", "03-16 10:00", reason="again")
    story.act("mei", "closed", "03-17 09:00")
    march_16 = {"start": "03-16 00:00", "end": "03-17 00:00"}
    march_17 = {"start": "03-17 00:00", "end": "03-18 00:00"}
    assert story.value("closings", "03-16 09:30", **march_16) == 1
    assert story.value("closings", "03-18 00:00", **march_16) == 0
    assert story.value("closings", "03-18 00:00", **march_17) == 1
    assert story.value("closed", "03-18 00:00", **march_17) == 0


def test_open_cases_have_no_lower_bound(story: Story) -> None:
    story.case("mei", "03-02 08:00")
    assert story.value("open", "03-17 00:00", start="03-16 00:00") == 1
    assert story.value("reported", "03-17 00:00", start="03-16 00:00") == 0


def test_the_cell_comes_from_the_point_and_the_zone_from_the_cell(story: Story) -> None:
    story.case("mei", "03-16 08:00", lat=40.73, lon=-73.97)
    story.case("omar", "03-16 08:00", lat=40.72, lon=-73.985)
    story.case("ana", "03-16 08:00", cell="c9")
    assert set(story.read("reported", "03-16 09:00", by="cell").rows) == {"c4", "c1", "c9"}
    assert set(story.read("reported", "03-16 09:00", by="zone").rows) == {"north", "south", None}


def test_the_day_the_hour_and_a_week_are_the_citys(story: Story) -> None:
    story.case("mei", "03-15 23:30")
    rows = {by: set(story.read("reported", "03-16 09:00", by=by).rows) for by in ("day", "week")}
    assert rows == {"day": {"2026-03-15"}, "week": {"2026-03-09"}}
    assert set(story.read("reported", "03-16 09:00", by="hour").rows) == {"2026-03-16T03:00:00Z"}


def test_known_at_shows_what_the_screen_could_have_shown(story: Story) -> None:
    story.case("mei", "03-16 08:00", known="03-16 12:00")
    assert story.value("reported", "03-16 09:00") == 1
    assert story.value("reported", "03-16 09:00", known="03-16 09:00") == 0


def test_only_inbound_calls_count_and_15_seconds_are_in_time(story: Story) -> None:
    queued = {"line": "8890", "topic": "heat", "queued_at": "2026-03-16T12:00:00Z"}
    answers = ("2026-03-16T12:00:15Z", "2026-03-16T12:00:16Z", None)
    for number, answered in enumerate(answers):
        story.tell("call.ended", f"call-{number}", "03-16 08:05", answered_at=answered, **queued)
    story.tell("call.ended", "call-9", "03-16 08:05", direction="out", **queued)
    assert story.value("calls", "03-16 09:00") == 3
    assert story.parts("calls_answered_15s_rate", "03-16 09:00") == (1, 3)
    assert story.parts("calls_connected_rate", "03-16 09:00") == (2, 3)
    assert story.value("calls", "03-16 09:00", filters={"zone": ["north"]}) == 0


def test_a_worker_covers_his_cell_and_reaches_its_neighbour(story: Story) -> None:
    """2.14 km in a straight line: the cell beside (1.69 km) and not the one above (2.22 km)."""
    story.tell("worker.shift", "w1", "03-16 08:00", state="on", cell="c1")
    story.tell("worker.shift", "w2", "03-16 08:00", state="on", cell="c4")
    story.tell("worker.shift", "w2", "03-16 08:30", state="off")
    assert story.value("workers_on_shift", "03-16 09:00") == 1
    assert story.parts("cells_covered_rate", "03-16 09:00") == (1, 4)
    assert story.parts("reach_15min_rate", "03-16 09:00") == (2, 4)
    story.tell("worker.located", "w1", "03-16 09:00", lat=40.72, lon=-73.98)
    assert story.parts("reach_15min_rate", "03-16 09:10") == (4, 4)
    assert story.parts("reach_15min_rate", "03-16 09:11") == (2, 4)
