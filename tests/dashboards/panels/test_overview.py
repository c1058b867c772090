"""What the panels of the overview say about one known morning."""

import dataclasses
import re

import pytest

from dashboards.panels import render, response
from dashboards.panels.tree import text_of, to_html
from dashboards.scenes import OVERVIEW
from dashboards.snapshot import Snapshot
from pipelines.reads import Alarms, Countdowns, OverduePins, Points, Registrations, Standing
from tests.dashboards.fixtures.morning import NOW, morning
from tests.dashboards.fixtures.town import BINHAI, Town

PANELS = {panel.id: panel for panel in OVERVIEW}
DRAWN = [name for name, panel in PANELS.items() if panel.kind not in ("header", "citymap")]


def html_of(name, snapshot=None, lang="zh-CN"):
    return to_html(render(PANELS[name], snapshot or morning(), lang)["tree"])


def said_by(name, snapshot=None, lang="zh-CN"):
    return text_of(render(PANELS[name], snapshot or morning(), lang)["tree"])


@pytest.mark.parametrize("name", DRAWN)
def test_a_panel_loads_until_it_has_data_and_never_shows_zero_instead(name):
    nothing = Snapshot(seq=1, as_of=NOW, city=BINHAI, simulated=False)
    props = render(PANELS[name], nothing)
    assert props["state"] == "loading" or not re.search(r'data-value="0"', to_html(props["tree"]))


def test_channels_add_up_to_the_number_at_the_door():
    text = html_of("channels")
    rows = re.findall(r'data-value="(\d+)" data-by="channel"', text)
    assert sum(map(int, rows)) == 704
    assert 'data-metric="reported" data-value="704">704' in text
    assert 'data-metric="repeat_reporters" data-value="31"' in text


def test_seven_day_numbers_say_which_days_they_are_of():
    window = 'data-from="2026-07-09" data-to="2026-07-16"'
    assert f'data-metric="due" data-value="11062" {window}>11,062' in html_of("closing")
    assert f'data-by="department" data-key="water" {window}' in html_of("departments")


def test_the_flattering_share_stands_only_beside_the_honest_one():
    text = said_by("closing")
    assert "88.7" in text
    assert "仅计已结案 89.5%" in text


def test_all_overdue_cases_are_named_however_old():
    assert "更早超期未结 6，共 23" in said_by("closing")


def test_departments_stand_worst_first_with_their_red_cards():
    text = said_by("departments")
    assert text.index("区水务局") < text.index("区公用事业局") < text.index("其他部门")
    assert "红牌 2" in text


def test_a_countdown_names_its_case_and_its_deadline():
    assert 'data-case="BH-3" data-deadline="2026-07-15T02:42:57.000Z"' in html_of("response")


def test_a_case_without_a_zone_counts_down_too():
    (case, *others) = morning().get(response.RUNNING)
    nowhere = morning({response.RUNNING: [case | {"zone": None}, *others]})
    props = render(PANELS["response"], nowhere)
    assert props["state"] == "live"
    assert f'data-case="{case["id"]}"' in to_html(props["tree"])


def test_the_list_is_calm_when_no_case_waits():
    assert "没有等待首次响应的案件" in said_by("response", morning({response.RUNNING: []}))


def test_registration_says_what_it_waits_for_and_still_shows_the_promises():
    text = said_by("registration", morning({Registrations(): None}))
    assert "等待政务服务事件" in text
    assert "承诺" in text


def test_a_city_is_not_compared_with_promises_it_never_made():
    quiet = dataclasses.replace(morning({Registrations(): None}), city=Town(promises={}))
    assert "承诺" not in said_by("registration", quiet)


def test_a_published_figure_carries_its_period_and_its_age():
    text = html_of("economy")
    assert (
        'data-metric="gdp_growth" data-value="5" data-from="2025-01-01" data-to="2026-01-01"'
        in text
    )
    assert "数据截至 2025-12" in text
    assert "mark-watch" in text


def test_a_figure_that_is_no_growth_shows_its_unit():
    assert "2,329万TEU" in said_by("economy")


def test_the_ticker_names_time_place_what_who_and_stage():
    assert "10:42:15新港街架空线缆网格员 0287接单" in said_by("ticker")


def test_the_verdict_names_three_places_and_the_most_urgent_first():
    props = render(PANELS["verdict"], morning())
    assert props["zones"] == ["taida", "xincun", "dagang"]
    assert "3 处需要关注" in said_by("verdict")


def test_a_calm_city_is_told_to_be_calm():
    calm = morning({Countdowns(limit=10): [], OverduePins(): [], Points(): {"points": []}})
    assert "各街镇运行正常" in said_by("verdict", calm)


def test_nothing_overdue_is_no_alarm():
    standing = {"open": 5, "overdue": 0, "suspended": 0, "oldest_open_days": None}
    text = html_of("verdict", morning({Standing(): standing}))
    assert "verdict-late good" in text


def test_the_header_shows_the_worst_warning_and_who_is_on_duty():
    text = said_by("header")
    assert "暴雨黄色预警" in text
    assert "值班长 0107" in text
    assert "模拟" in text
    (worst, *_) = morning().get(Alarms())
    assert f'data-alarm="{worst["key"]}" data-severity="warning"' in html_of("header")


@pytest.mark.parametrize("name", DRAWN)
def test_every_panel_speaks_english_too(name):
    words = said_by(name, lang="en")
    assert words
    assert "{" not in words
