"""The twin's cases and rates against numbers counted by hand."""

import pytest

from tests.twin.indicators import quantile
from tests.twin.telling import MICROSECOND, Story, local, said


@pytest.fixture
def story() -> Story:
    return Story()


def test_the_published_check_reads_93_72_and_75_82(story: Story) -> None:
    """Filed 996, due 972, closed 911, on time 737 (Tianmen, December 2016)."""
    for number in range(996):
        case = f"case-{number:03d}"
        story.case(case, "03-16 08:00")
        story.act(case, "filed", "03-16 08:10")
        if number < 911:
            when = "03-16 10:00" if number < 737 else "03-16 10:01"
            story.act(case, "handled", when, department="roads")
            story.act(case, "closed", "03-16 11:00")
        if number >= 972:
            story.act(case, "suspended", "03-16 09:00", reason="ice")
    assert story.value("filed", "03-17 00:00") == 996
    assert story.value("due", "03-17 00:00") == 972
    assert story.value("closing_rate", "03-17 00:00") == pytest.approx(93.72, abs=0.005)
    assert story.value("on_time_closing_rate", "03-17 00:00") == pytest.approx(75.82, abs=0.005)


def test_the_flattering_rate_hides_the_open_overdue_case(story: Story) -> None:
    story.case("mei", "03-16 08:00")
    story.act("mei", "closed", "03-16 09:00")
    story.case("omar", "03-16 08:00")
    assert story.parts("on_time_closing_rate", "03-16 10:00") == (1, 1)
    assert story.parts("on_time_closing_rate", "03-16 10:01") == (1, 2)
    assert story.parts("on_time_of_closed", "03-16 10:01") == (1, 1)


def test_nothing_due_is_no_value_and_not_nought(story: Story) -> None:
    story.case("mei", "03-16 08:00", "open")
    assert story.value("on_time_closing_rate", "03-20 08:00") is None
    assert story.parts("on_time_closing_rate", "03-20 08:00") == (0, 0)


def test_verification_after_handling_does_not_make_a_case_late(story: Story) -> None:
    story.case("mei", "03-16 08:00")
    story.act("mei", "handled", "03-16 10:00", department="roads")
    assert story.parts("disposal_rate", "03-16 12:00") == (1, 1)
    assert story.value("closed_on_time", "03-16 12:00") == 0
    story.act("mei", "checked", "03-18 09:00", result="pass")
    story.act("mei", "closed", "03-18 10:00")
    assert story.value("closed_on_time", "03-18 12:00") == 1


def test_a_failed_check_undoes_the_handling_and_the_due_stays(story: Story) -> None:
    story.case("mei", "03-16 08:00")
    story.act("mei", "handled", "03-16 09:00", department="roads")
    story.act("mei", "checked", "03-16 09:30", result="fail")
    assert story.stage("mei", "03-16 09:30") == "dispatched"
    assert story.value("open_overdue", "03-16 11:00") == 1
    story.act("mei", "handled", "03-16 11:30", department="roads")
    assert story.parts("on_time_disposal_rate", "03-16 12:00") == (0, 1)
    assert story.parts("rework_rate", "03-16 12:00") == (1, 1)


def test_a_suspension_moves_the_due_by_its_length_on_the_limits_clock(story: Story) -> None:
    story.case("mei", "03-16 08:00", "hours")
    assert story.due("mei", "03-16 08:00") == local("03-16 16:00")
    story.act("mei", "suspended", "03-16 11:00", reason="ice")
    story.act("mei", "suspended", "03-16 11:30", reason="more ice")
    assert story.value("suspended", "03-16 13:00") == 1
    assert story.due("mei", "03-16 13:00") == local("03-16 16:00")
    story.act("mei", "resumed", "03-16 15:00")
    assert story.due("mei", "03-16 15:00") == local("03-16 18:00")


def test_a_named_due_moves_by_elapsed_time_after_its_naming(story: Story) -> None:
    story.case("mei", "03-16 08:00", "hours")
    story.act("mei", "suspended", "03-16 11:00", reason="ice")
    story.act("mei", "extended", "03-16 12:00", due=said("03-17 12:00"), reason="ice")
    story.act("mei", "resumed", "03-16 15:00")
    assert story.due("mei", "03-16 15:00") == local("03-17 15:00")


def test_a_due_named_after_the_end_of_handling_does_not_count(story: Story) -> None:
    story.case("mei", "03-16 08:00")
    story.act("mei", "handled", "03-16 11:00", department="roads")
    story.act("mei", "extended", "03-16 11:30", due=said("03-20 08:00"), reason="late")
    assert story.due("mei", "03-16 12:00") == local("03-16 10:00")


def test_a_limit_beats_the_sources_verdict_and_the_difference_is_counted(story: Story) -> None:
    story.case("mei", "03-16 08:00")
    story.act("mei", "closed", "03-16 12:00", verdict="on_time")
    story.case("omar", "03-16 08:00", "open")
    story.act("omar", "closed", "03-16 12:00", verdict="on_time")
    assert story.value("verdict_disagreements", "03-16 13:00") == 1
    assert story.parts("on_time_closing_rate", "03-16 13:00") == (1, 2)


def test_acts_on_an_ended_case_change_nothing_but_ratings_and_callbacks(story: Story) -> None:
    story.case("mei", "03-16 08:00", "open")
    story.act("mei", "rejected", "03-16 09:00", reason="private land")
    story.act("mei", "filed", "03-16 09:30")
    assert story.value("filed", "03-16 10:00") == 0
    assert story.value("rejected", "03-16 10:00") == 1
    assert story.stage("mei", "03-16 10:00") == "rejected"
    story.act("mei", "reopened", "03-16 11:00", reason="public after all")
    assert story.value("open", "03-16 11:00") == 1
    assert story.stage("mei", "03-16 11:00") == "filed"


def test_a_merged_case_is_valid_and_a_voided_one_is_not(story: Story) -> None:
    for case in ("mei", "omar", "ana"):
        story.case(case, "03-16 08:00")
    story.act("mei", "merged", "03-16 09:00", into="ana")
    story.act("omar", "voided", "03-16 09:00", reason="no such street")
    assert story.parts("valid_report_rate", "03-16 10:00") == (2, 3)
    assert story.value("open", "03-16 10:00") == 1
    assert story.value("due", "03-17 10:00") == 1


def test_exactly_a_quarter_of_an_hour_is_within(story: Story) -> None:
    story.case("mei", "03-16 08:00", "open")
    assert story.parts("first_response_15min_rate", "03-16 08:15") == (0, 0)
    assert story.parts("first_response_15min_rate", "03-16 08:16") == (0, 1)
    story.act("mei", "answered", "03-16 08:15")
    assert story.parts("first_response_15min_rate", "03-16 08:16") == (1, 1)
    assert story.value("first_response_p50_s", "03-16 08:16") == 900


def test_neither_a_machine_nor_an_assignment_is_a_first_response(story: Story) -> None:
    story.case("mei", "03-16 08:00", "open")
    story.act("mei", "dispatched", "03-16 08:01", department="roads", actor={"kind": "system"})
    story.act("mei", "assigned", "03-16 08:02", worker="w1")
    assert story.parts("first_response_15min_rate", "03-16 09:00") == (0, 1)
    assert story.value("dispatch_p50_s", "03-16 09:00") == 60


def test_a_find_on_the_spot_answers_itself_and_untracked_reports_are_left_out(
    story: Story,
) -> None:
    story.case("mei", "03-16 08:00", "open", found_on_spot=True)
    story.case("omar", "03-16 08:00", "open", response_tracked=False)
    assert story.parts("first_response_15min_rate", "03-16 09:00") == (1, 1)


def test_an_act_before_the_report_counts_as_if_after_it_but_not_in_durations(
    story: Story,
) -> None:
    story.case("mei", "03-16 08:00")
    story.act("mei", "verified", "03-16 07:00", result="confirmed")
    story.act("mei", "dispatched", "03-16 07:30", department="roads")
    story.act("mei", "handled", "03-16 07:50", department="roads")
    assert story.stage("mei", "03-16 09:00") == "handled"
    assert story.parts("first_response_15min_rate", "03-16 09:00") == (0, 1)
    for key in ("first_response_p50_s", "dispatch_p50_s", "handling_p50_h"):
        assert story.value(key, "03-16 09:00") is None
    assert story.parts("on_time_disposal_rate", "03-16 09:00") == (1, 1)


def test_a_retracted_act_counts_until_its_retraction_and_again_after_that_falls(
    story: Story,
) -> None:
    story.case("mei", "03-16 08:00", "open")
    closing = story.act("mei", "closed", "03-16 09:00")
    retraction = story.act("mei", "retracted", "03-16 10:00", event=closing)
    story.act("mei", "retracted", "03-16 11:00", event=retraction)
    closed = [story.value("closed", f"03-16 {hour}:30") for hour in ("09", "10", "11")]
    assert closed == [1, 0, 1]


def test_a_retraction_of_another_source_or_case_takes_nothing_back(story: Story) -> None:
    report = story.case("mei", "03-16 08:00")
    story.act("mei", "retracted", "03-16 09:00", event=report, source="grid")
    story.act("omar", "retracted", "03-16 09:00", event=report)
    assert story.value("reported", "03-16 10:00") == 1
    story.act("mei", "retracted", "03-16 10:30", event=report)
    assert story.value("reported", "03-16 11:00") == 0


def test_the_first_content_of_an_identity_and_the_first_report_stay(story: Story) -> None:
    story.case("mei", "03-16 08:00", id="one", zone="north")
    story.case("mei", "03-16 07:00", id="one", zone="south")
    story.case("mei", "03-16 09:00", id="two", zone="south")
    assert set(story.read("reported", "03-16 10:00", by="zone").rows) == {"north"}


def test_ties_are_broken_by_the_table_and_then_by_the_id(story: Story) -> None:
    story.case("mei", "03-16 08:00", "open")
    story.act("mei", "handled", "03-16 09:00", department="roads", id="a")
    story.act("mei", "dispatched", "03-16 09:00", department="water", id="z")
    story.act("mei", "amended", "03-16 09:00", channel="snapshot", id="b")
    story.act("mei", "amended", "03-16 09:00", channel="hotline", id="a")
    assert story.stage("mei", "03-16 09:00") == "handled"
    assert set(story.read("reported", "03-16 09:00", by="department").rows) == {"roads"}
    assert set(story.read("reported", "03-16 09:00", by="channel").rows) == {"snapshot"}


def test_quantiles_lie_on_the_line_between_neighbours() -> None:
    assert quantile([10, 20, 30, 50], 0.5).value == 25
    assert quantile([10, 20, 30, 50], 0.9).value == pytest.approx(44)
    assert quantile([], 0.5).value is None


def test_an_instant_later_than_the_due_is_late(story: Story) -> None:
    story.case("mei", "03-16 08:00")
    due = story.due("mei", "03-16 08:00")
    assert due is not None
    late = (due + MICROSECOND).astimezone(story.city.timezone).strftime("%m-%d %H:%M:%S.%f")
    assert story.value("open_overdue", late) == 1
    story.act("mei", "closed", late)
    assert story.parts("on_time_closing_rate", "03-16 12:00") == (0, 1)
