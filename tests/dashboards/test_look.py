"""Colours, languages and places: what holds for all screens."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from dashboards import i18n, theme
from dashboards.i18n import catalogue, t
from dashboards.scenes import OVERVIEW, Canvas, places

ROOT = Path(__file__).parents[2]
CSS = (ROOT / "assets" / "theme.css").read_text("utf-8")


@pytest.mark.parametrize(("name", "colours"), [("dark", theme.DARK), ("light", theme.LIGHT)])
def test_python_and_css_hold_the_same_colours(name, colours):
    block = re.search(rf"\.{name} \{{(.*?)\}}", CSS, re.DOTALL).group(1)
    assert dict(re.findall(r"--([\w-]+): (#\w+);", block)) == dict(colours)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [theme.DARK, theme.LIGHT])
@pytest.mark.parametrize("name", ["text", "second", "third", "now", "good", "watch", "late"])
def test_text_can_be_read_on_a_panel(colours, name):
    light, dark = sorted((luminance(colours[name]), luminance(colours["panel"])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_both_catalogues_have_the_same_keys_and_placeholders():
    chinese, english = (catalogue(lang) for lang in i18n.LANGS)
    assert chinese.keys() == english.keys()
    for key in chinese:
        assert set(re.findall(r"\{(\w+)", english[key])) <= set(
            re.findall(r"\{(\w+)", chinese[key])
        )


def test_every_string_named_in_this_room_is_in_the_catalogues():
    folders = [ROOT / "dashboards" / "panels", ROOT / "dashboards" / "pages"]
    code = "".join(path.read_text("utf-8") for folder in folders for path in folder.glob("*.py"))
    named = re.findall(r't\(\s*(?:self\.)?lang, "([\w.]+)"', code)
    assert len(named) > 40
    assert set(named) <= catalogue("zh-CN").keys()


def test_no_chinese_stands_outside_the_catalogues():
    folders = [ROOT / "dashboards" / "panels", ROOT / "dashboards" / "pages"]
    paths = [path for folder in folders for path in folder.glob("*.py")]
    paths += [ROOT / "assets" / name for name in ("live.js", "patch.js", "wall.js")]
    assert [
        path.name for path in paths if re.search("[\u4e00-\u9fff]", path.read_text("utf-8"))
    ] == []


def test_a_string_is_filled_in_the_language_asked_for():
    assert t("en", "verdict.attention", n=3) == "3 places need attention"
    assert t("zh-CN", "verdict.attention", n=3) == "3 处需要关注"


CANVASES = [(1920, 1080), (3840, 2160), (5760, 1080), (6656, 1792), (2560, 1080)]


@pytest.mark.parametrize("size", CANVASES)
def test_panels_stand_apart_and_on_the_canvas_whatever_its_width(size):
    canvas = Canvas(width=size[0], height=size[1])
    boxes = places(canvas)
    assert {panel.id for panel in OVERVIEW} <= boxes.keys()
    solid = {name: box for name, box in boxes.items() if name != "verdict"}
    for one, two in combinations(solid.values(), 2):
        apart_x = one.x + one.width <= two.x or two.x + two.width <= one.x
        apart_y = one.y + one.height <= two.y or two.y + two.height <= one.y
        assert apart_x or apart_y
    assert all(
        box.x + box.width <= canvas.units and box.y + box.height <= 1080 for box in solid.values()
    )


def test_side_columns_are_never_wider_on_a_wide_wall():
    boxes = places(Canvas(width=5760, height=1080))
    assert {boxes[name].width for name in ("channels", "loop", "closing", "economy")} == {450}
