"""The map as a browser draws it: each cell and case once, nothing over a name, changes in place."""

import json
from threading import Thread
from typing import Any

import pytest
from flask import Flask, Response
from werkzeug.serving import make_server

from dashboards.api.files import Files, register
from dashboards.basemap import render_base
from pipelines.city import CITIES, find_city

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/assets/theme.css">
<link rel="stylesheet" href="/assets/vendor/leaflet/leaflet.css">
<link rel="stylesheet" href="/assets/map/map.css"><script src="/assets/map/map.js"></script></head>
<body class="dark" style="margin:0">
<div id="map" style="position:absolute;width:924px;height:752px"></div></body></html>"""
MOUNT = """props => { citysenseMap.update(props);
  return citysenseMap.mount(document.getElementById('map'), {lang: 'zh-CN'}).then(() => true); }"""
COVERED = """() => { const box = n => n.getBoundingClientRect();
  const crossing = (a, b) => a.left < b.right && b.left < a.right
    && a.top < b.bottom && b.top < a.bottom;
  const pins = [...document.querySelectorAll('[data-pin]')];
  const rest = [...document.querySelectorAll('.map-label, .map-legend, .map-note, .map-caption')];
  return pins.flatMap((pin, n) => [...pins.slice(n + 1), ...rest]
    .filter(other => other.parentNode === pin.parentNode || !other.closest('.map-names'))
    .filter(other => crossing(box(pin), box(other)))
    .map(other => [pin.textContent, other.textContent])); }"""
TINTED = """id => { const cell = document.querySelector(`[data-cell="${id}"]`);
  return [cell.dataset.value, cell.dataset.tint, getComputedStyle(cell).fill]; }"""


@pytest.fixture(scope="module")
def city():
    return find_city("binhai", CITIES)


@pytest.fixture(scope="module")
def address(city):
    app = Flask(__name__, static_folder=None)
    register(app, Files())
    script = render_base(city).script
    app.add_url_rule("/", "page", lambda: PAGE)
    app.add_url_rule("/map/base.js", "base", lambda: Response(script, mimetype="text/javascript"))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page(chromium, address):
    page = chromium.new_page(viewport={"width": 924, "height": 752}, reduced_motion="reduce")
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda sent: sent.url.startswith(address) or wrong.append(sent.url))
    page.goto(address)
    yield page
    page.close()
    assert [text for text in wrong if not text.startswith("data:")] == []


def props_of(city: Any, **changes: Any) -> dict[str, Any]:
    """A morning on the real grid: every seventh cell has a dot, every thirtieth an overdue case."""
    values = [number % 13 for number, _ in enumerate(city.cells)]
    tint = {"key": "open", "breaks": [1, 3, 6, 11], "whole": True, "unit": 1, "values": values}
    pins = [
        {"id": f"P{cell.id}", "lat": lat, "lon": lon, "text": "5 工作日", "day": number % 2 == 0}
        for number, cell in enumerate(city.cells[::30])
        for lat, lon in (cell.centre,)
    ]
    points = [[f"N{cell.id}", *cell.centre, 0] for cell in city.cells[::7]]
    empty = {"workers": [], "link": None, "watched": [city.zones[0].id], "filter": "from=a&to=b"}
    return {"tints": [tint], "points": points, "pins": pins} | empty | changes


def mounted(page: Any, props: dict[str, Any]) -> Any:
    page.evaluate(MOUNT, props)
    page.wait_for_selector("canvas[data-layer=cases][data-count]", state="attached")
    return page


def test_every_cell_is_drawn_once_with_its_value(page, city):
    mounted(page, props_of(city))
    cells = page.eval_on_selector_all("[data-cell]", "all => all.map(one => one.dataset.cell)")
    assert sorted(cells) == sorted(cell.id for cell in city.cells)
    assert page.evaluate(TINTED, city.cells[12].id)[:2] == ["12", "4"]


def test_the_enlargement_repeats_cells_under_another_name(page, city):
    mounted(page, props_of(city))
    enlarged = page.locator("[data-cell-of]").count()
    assert 100 < enlarged < len(city.cells)


def test_every_case_is_counted_once_with_the_query_that_gives_it(page, city):
    props = props_of(city)
    mounted(page, props)
    layer = page.locator("canvas[data-layer=cases]")
    assert layer.get_attribute("data-count") == str(len(props["points"]))
    assert layer.get_attribute("data-filter") == "from=a&to=b"
    detail = page.locator("canvas[data-layer=cases-detail]").get_attribute("data-count")
    assert 0 < int(detail) < len(props["points"])


def test_no_tag_covers_a_name_a_tag_or_the_legend_and_every_overdue_case_has_one(page, city):
    props = props_of(city)
    mounted(page, props)
    assert page.evaluate(COVERED) == []
    counted = page.eval_on_selector_all(
        "[data-pin]", "all => all.reduce((sum, one) => sum + Number(one.dataset.cases), 0)"
    )
    assert counted == len(props["pins"])


def test_a_watched_zone_is_amber_and_each_zone_is_named_once(page, city):
    mounted(page, props_of(city))
    named = page.eval_on_selector_all("[data-zone]", "all => all.map(one => one.dataset.zone)")
    assert sorted(named) == sorted(zone.id for zone in city.zones)
    assert page.locator(f'.is-watched[data-zone="{city.zones[0].id}"]').count() == 1


def test_a_changed_value_recolours_its_cell_in_place(page, city):
    props = props_of(city)
    mounted(page, props)
    before = page.evaluate_handle(
        "id => document.querySelector(`[data-cell='${id}']`)", city.cells[0].id
    )
    props["tints"][0]["values"][0] = 11
    page.evaluate("props => citysenseMap.update(props)", props)
    page.wait_for_selector(f'[data-cell="{city.cells[0].id}"][data-value="11"]', state="attached")
    assert before.evaluate("node => node.isConnected && node.dataset.tint") == "4"
    assert page.evaluate(TINTED, city.cells[0].id)[2] == "rgb(227, 239, 248)"


def test_another_number_can_be_chosen_from_the_legend(page, city):
    props = props_of(city)
    rate = json.loads(json.dumps(props["tints"][0])) | {"key": "on_time_closing_rate"}
    rate |= {"whole": False, "breaks": [70, 80, 90, 95], "values": [None, *[96.5] * 742]}
    props["tints"].append(rate)
    mounted(page, props)
    page.click("[data-tint=on_time_closing_rate]")
    page.wait_for_selector(f'[data-cell="{city.cells[1].id}"][data-value="96.5"]', state="attached")
    assert page.evaluate(TINTED, city.cells[0].id)[:2] == ["", "none"]
