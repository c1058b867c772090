"""The wall as a browser shows it: nothing cut off, one transform, and age in words when cut."""

from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import pytest
from werkzeug.serving import make_server

from pipelines.reads import Numbers
from tests.dashboards.fixtures.morning import counted, morning
from tests.dashboards.server import make_screens

pytestmark = pytest.mark.browser

SHORTENED = """() => [...document.querySelectorAll('.canvas *')]
  .filter(node => !node.closest('svg') && node.clientWidth)
  .filter(node => node.scrollWidth > node.clientWidth + 1)
  .filter(node => [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()))
  .filter(node => !node.title)
  .map(node => node.textContent)"""
OUTSIDE = """() => [...document.querySelectorAll('.panel .content *')].filter(node => {
    const own = node.getBoundingClientRect();
    const panel = node.closest('.panel').getBoundingClientRect();
    return own.width && node.textContent.trim() && !node.closest('.leaflet-container')
      && (own.right > panel.right + 1 || own.bottom > panel.bottom + 1
        || own.left < panel.left - 1);
  }).map(node => node.textContent)"""
SMALL = """() => [...document.querySelectorAll('.canvas *')]
  .filter(node => !node.children.length && node.textContent.trim() && node.clientWidth)
  .filter(node => parseFloat(getComputedStyle(node).fontSize) < 16).map(node => node.textContent)"""
STATES = """() => [...document.querySelectorAll('[data-panel]')].map(panel => [
    panel.dataset.state, getComputedStyle(panel.querySelector('.stale-pill')).display,
    panel.querySelector('.stale-pill').textContent])"""


@dataclass
class Running:
    """A running server of the fixture's morning, changed by hand."""

    answers: dict[Any, Any] = field(default_factory=dict)
    address: str = ""
    screens: Any = None


@pytest.fixture(scope="module")
def running():
    city = Running()
    city.screens = make_screens(lambda: morning(city.answers))
    server = make_server("127.0.0.1", 0, city.screens.server, threaded=True)
    city.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield city
    server.shutdown()
    thread.join()


@pytest.fixture
def wall(running, chromium):
    """Opens the wall at a size and waits for the socket's own full frame."""
    opened = []

    def open_wall(query="", width=1920, height=1080, *, clock=False):
        page = chromium.new_page(viewport={"width": width, "height": height})
        opened.append(page)
        if clock:
            page.clock.install()
        before = len(running.screens.live._members)
        page.goto(f"{running.address}/wall?{query}")
        page.wait_for_function("window.citysenseHeard === true")
        assert len(running.screens.live._members) == before + 1
        return page

    yield open_wall
    for page in opened:
        page.close()


@pytest.mark.parametrize("query", ["", "lang=en"])
def test_nothing_is_cut_off_small_or_outside_its_panel(wall, query):
    page = wall(query)
    assert page.evaluate(SHORTENED) == []
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize(
    ("canvas", "width", "height"), [("3840x2160", 3840, 2160), ("6656x1792", 6656, 1792)]
)
def test_the_canvas_fills_a_wall_of_its_own_size_by_one_transform(wall, canvas, width, height):
    page = wall(f"canvas={canvas}", width, height)
    box = page.evaluate("document.querySelector('[data-canvas]').getBoundingClientRect().toJSON()")
    assert (round(box["width"], -1), round(box["height"])) == (round(width, -1), height)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_new_report_changes_the_number_in_place_with_seq_and_instant(wall, running):
    page = wall()
    door = '[data-metric="reported"]:not([data-by])'
    page.evaluate(f"window.kept = document.querySelector('{door}')")
    whole = Numbers(keys=("reported", "repeat_reporters"), window="today")
    running.answers = {whole: counted(reported=705, repeat_reporters=31)}
    running.screens.live.step()
    page.wait_for_function(f"document.querySelector('{door}').dataset.value === '705'")
    assert page.evaluate(f"document.querySelector('{door}') === window.kept")
    seq = running.screens.live.full("overview", "zh-CN")["seq"]
    assert page.evaluate("document.documentElement.dataset.seq") == str(seq)
    assert page.get_attribute(door, "data-as-of") == "2026-07-15T02:42:18.000Z"
    running.answers = {}


def test_after_ten_seconds_of_silence_every_panel_says_as_of_and_keeps_its_values(wall):
    page = wall(clock=True)
    page.clock.run_for(9900)
    assert page.evaluate("document.documentElement.dataset.connection") == "stale"
    states = page.evaluate(STATES)
    assert all(state == "stale" and shown == "flex" for state, shown, _ in states)
    assert all("截至 10:42:18" in words for _, _, words in states)
    assert page.inner_text('[data-metric="open"]') == "1,907"


def test_the_next_frame_makes_a_stale_wall_live_again(wall, running):
    page = wall(clock=True)
    page.clock.run_for(9900)
    running.screens.live.step(beat=True)
    page.wait_for_function("document.documentElement.dataset.connection === 'live'")
    assert all(state == "live" for state, _, _ in page.evaluate(STATES))


def test_countdowns_and_clock_run_between_frames(wall):
    page = wall(clock=True)
    row = '[data-case="BH-3"] [data-left]'
    before = page.inner_text(row)
    page.clock.run_for(3000)
    assert page.inner_text(row) < before
    assert page.inner_text("[data-clock]") >= "10:42:20"
