"""The health of the data as the page draws it: what needs attention first, in both languages."""

import re
from typing import Any

from dashboards.i18n import LANGS, Lang, catalogue
from dashboards.panels import Panel, render
from dashboards.panels.health import READS, seconds
from dashboards.panels.tree import text_of, to_html
from pipelines.checks import check_names
from pipelines.event import TYPES
from pipelines.reads import Checks, Health
from tests.dashboards.fixtures.health import CHECKS, HEALTH
from tests.dashboards.fixtures.morning import morning

PANEL = Panel(id="health", kind="health", reads=READS)


def drawn(lang: Lang = "zh-CN", **changes: Any) -> str:
    health = changes.pop("health", HEALTH)
    found = morning({Health(): health, Checks(): changes.pop("checks", CHECKS)})
    props = render(PANEL, found, lang)
    assert props["state"] == "live"
    return to_html(props["tree"])


def order(html: str, *words: str) -> list[str]:
    return sorted(words, key=html.index)


def test_what_needs_attention_stands_first_in_each_table() -> None:
    html = drawn()
    assert order(html, ">hotline<", ">gauges<", ">snap<") == [">snap<", ">gauges<", ">hotline<"]
    assert order(html, "one_row_a_case", "案件位置在市域外")[0] == "案件位置在市域外"


def test_the_summary_adds_up_the_tables() -> None:
    sums = dict(re.findall(r'data-sum="(\w+)" data-count="(\d+)"', drawn()))
    assert sums == {"sources": "3", "refused": "7", "checks": "1", "codes": "1", "together": "30"}


def test_a_refusal_shows_its_kind_its_counts_and_an_example() -> None:
    html = drawn("en")
    reasons = html[html.index("Why events were refused") :]
    for said in ("data.lat: lies outside -90 to 90", " 7<", ">41<", "s-17", "117.7 lies outside"):
        assert said in reasons


def test_a_source_is_called_by_its_system_in_the_language_of_the_page() -> None:
    assert "热线系统" in drawn()
    english = drawn("en")
    assert "Hotline system" in english
    assert "calls, cases" in english


def test_a_silent_source_carries_a_mark_and_a_word() -> None:
    def marks(health: Any) -> int:
        return drawn("en", health=health).count("longer silent than its rhythm")

    well = [source | {"quiet": False} for source in HEALTH["sources"]]
    assert (marks(HEALTH), marks(HEALTH | {"sources": well})) == (1, 0)


def test_empty_tables_say_so_in_words() -> None:
    health = HEALTH | {"sources": [], "unknown_codes": [], "unknown_in_all": 0}
    html = drawn("en", health=health, checks=[])
    for said in ("No source has sent", "No event was refused", "no unknown codes", "No check has"):
        assert said in html


def test_a_cut_list_of_codes_says_how_many_there_are() -> None:
    assert "of 900." in drawn("en", health=HEALTH | {"unknown_in_all": 900})
    assert "of 900." not in drawn("en")


def test_english_holds_chinese_only_where_it_is_marked() -> None:
    source = HEALTH["sources"][2]
    reason = source["reasons"][0] | {"id": "第一号", "example": "上报时间: '昨天' is no time"}
    code = HEALTH["unknown_codes"][0] | {"code": "井盖"}
    check = CHECKS[1] | {"examples": ["案件一"]}
    odd = source | {"source": "随手拍", "reasons": [reason | {"reason": "上报时间: is no time"}]}
    html = drawn("en", health=HEALTH | {"sources": [odd], "unknown_codes": [code]}, checks=[check])
    unmarked = re.sub(r'<(\w+)[^>]*\blang="zh-CN"[^>]*>.*?</\1>', "", html, flags=re.DOTALL)
    assert re.findall(r">([^<]*[\u4e00-\u9fff][^<]*)<", unmarked) == []
    assert html != unmarked


def test_every_check_and_kind_of_event_has_words_in_both_languages() -> None:
    checks = {f"health.check.{name}{more}" for name in check_names() for more in ("", ".help")}
    kinds = {f"health.kind.{kind.name.partition('.')[0]}" for kind in TYPES}
    assert [key for lang in LANGS for key in (checks | kinds) - catalogue(lang).keys()] == []


def test_a_span_is_said_in_its_largest_sensible_unit() -> None:
    spans = (None, 0.4, 119, 600, 7200, 86_400 * 9)
    assert [seconds(span) for span in spans] == ["—", "0 s", "119 s", "10 min", "2.0 h", "9 d"]


def test_nothing_is_drawn_before_the_first_answer() -> None:
    assert render(PANEL, morning({Health(): None}), "en") == {"state": "loading"}
    assert "one_row_a_case" in text_of(render(PANEL, morning(), "en")["tree"])
