"""The pages as their first paint: numbers, ages and ways are in the HTML the server sends."""

import json
import re

import pytest

from tests.dashboards.fixtures.morning import morning
from tests.dashboards.server import make_screens

PAGES = ("/wall", "/", "/catalogue", "/health")


@pytest.fixture(scope="module")
def client():
    return make_screens().server.test_client()


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_connection_city_and_seq_on_its_root(client, path):
    root = re.search(r"<html[^>]*>", text_of(client, path)).group()
    assert 'data-connection="live"' in root
    assert 'data-city="binhai"' in root
    assert re.search(r'data-seq="\d+"', root)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_marked_where_the_data_are_simulated(client, path):
    assert "模拟" in text_of(client, path)
    assert "Simulated" in text_of(client, f"{path}?lang=en")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_asks_another_machine_for_anything(client, path):
    links = re.findall(r'(?:src|href)="([^"]*)"', text_of(client, path))
    assert all(link.startswith(("/", "?", "data:")) and "//" not in link for link in links)


@pytest.mark.parametrize("path", PAGES)
def test_english_pages_hold_chinese_only_where_it_is_marked(client, path):
    drawn = text_of(client, f"{path}?lang=en").split('<script type="application/json"')[0]
    unmarked = re.sub(r'<(\w+)[^>]*\blang="zh-CN"[^>]*>.*?</\1>', "", drawn, flags=re.DOTALL)
    assert re.findall(r">([^<]*[\u4e00-\u9fff][^<]*)<", unmarked) == []


def test_the_wall_is_drawn_before_any_script_runs(client):
    text = text_of(client, "/wall")
    number = r'data-metric="reported" data-value="704" data-as-of="2026-07-15T02:42:18.000Z">704<'
    assert re.search(number, text)
    assert 'data-panel="channels"' in text
    assert 'data-state="live"' in text


def test_the_frame_in_the_page_is_the_frame_that_is_drawn(client):
    found = re.search(r'id="wall-boot">(.*?)</script>', text_of(client, "/wall"), re.DOTALL)
    boot = json.loads(found.group(1))
    assert boot["frame"]["panels"]["channels"]["state"] == "live"
    assert boot["timezone"] == "Asia/Shanghai"


def test_what_a_citizen_wrote_cannot_end_the_script(client):
    evil = "</script><script>alert(1)</script>"
    from pipelines.reads import Alarms

    alarm = {"key": "k", "severity": "warning", "text": evil, "since": morning().as_of}
    screens = make_screens(lambda: morning({Alarms(): [alarm]}))
    text = screens.server.test_client().get("/wall").text
    assert "<script>alert" not in text


@pytest.mark.parametrize(
    ("asked", "canvas", "width"),
    [
        ("", "1920x1080", 1920),
        ("3840x2160", "3840x2160", 1920),
        ("5760x1080", "5760x1080", 5760),
        ("6656x1792", "6656x1792", 4011),
        ("wide", "1920x1080", 1920),
    ],
)
def test_the_canvas_is_1080_units_high_and_as_wide_as_asked(client, asked, canvas, width):
    text = text_of(client, f"/wall?canvas={asked}")
    assert f'data-canvas="{canvas}" data-units="{width}"' in text


def test_the_catalogue_shows_each_metric_in_both_languages(client):
    text = text_of(client, "/catalogue")
    assert "按期结案率" in text
    assert "Closed on time" in text
    assert "closed_on_time / due" in text


def test_health_names_sources_unknown_codes_and_checks(client):
    text = text_of(client, "/health")
    for said in ("hotline", "9,000", "x99", "one_row_a_case"):
        assert said in text


def test_the_overview_points_only_to_pages_that_there_are(client):
    links = re.findall(r'<a href="([^"?]+)', text_of(client, "/"))
    assert "/wall" in links
    assert all(client.get(link).status_code == 200 for link in set(links))
