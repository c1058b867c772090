"""A frame holds what changed, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from dashboards import frames
from dashboards.panels import Panel
from dashboards.scenes import OVERVIEW
from pipelines.reads import Numbers
from tests.dashboards.fixtures.morning import counted, later, morning

PROPS = st.dictionaries(
    st.sampled_from("abcd"), st.dictionaries(st.text(max_size=2), st.integers())
)


@given(PROPS, PROPS)
def test_what_was_shown_with_what_changed_is_what_is_shown(shown, new):
    both = shown | frames.changed(shown, new)
    assert {name: both[name] for name in new} == new


def test_the_same_snapshot_changes_nothing():
    first = frames.view(OVERVIEW, morning(), "zh-CN")
    assert frames.changed(first, frames.view(OVERVIEW, morning(), "zh-CN")) == {}


def test_a_new_report_changes_only_the_panel_that_counts_it():
    whole = Numbers(keys=("reported", "repeat_reporters"), window="today")
    more = morning({whole: counted(reported=705, repeat_reporters=31)})
    first = frames.view(OVERVIEW, morning(), "zh-CN")
    assert list(frames.changed(first, frames.view(OVERVIEW, more, "zh-CN"))) == ["channels"]


def test_one_second_changes_no_panel_because_browsers_count_seconds_themselves():
    first = frames.view(OVERVIEW, morning(), "zh-CN")
    second = frames.view(OVERVIEW, later(morning(), "10:42:19"), "zh-CN")
    assert frames.changed(first, second) == {}


def test_a_panel_that_fails_says_so_and_spoils_no_other(caplog):
    broken = Panel(id="broken", kind="no such kind", reads=())
    shown = frames.view((broken, *OVERVIEW), morning(), "zh-CN")
    assert shown["broken"] == {"state": "error"}
    assert shown["channels"]["state"] == "live"
    assert "event=panel_failed panel=broken" in caplog.text


def test_a_frame_carries_its_instant_in_milliseconds():
    message = frames.frame(7, morning(), {}, full=False)
    assert message == {"seq": 7, "full": False, "as_of": "2026-07-15T02:42:18.000Z", "panels": {}}
