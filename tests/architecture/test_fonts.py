"""The fonts a page of our own words loads are small, whole and from here."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from scripts.characters import MOST, product_characters
from scripts.fonts import GATHERED, make_fonts, parse_ranges, write_ranges
from tests.architecture.tree import ROOT

AT_FIRST, GATHERED_AT_MOST = 400_000, 300_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A folder of fonts made now, and the bytes that are loaded at first."""
    vendor = tmp_path_factory.mktemp("vendor")
    return vendor, make_fonts(ROOT / "node_modules", vendor, product_characters(ROOT))


def ranges_of(css: str, file: str) -> set[int]:
    face = next(face for face in css.splitlines() if file in face)
    return parse_ranges(face.partition("unicode-range:")[2].rstrip("}"))


def test_the_first_load_stays_within_its_budget(made: tuple[Path, int]) -> None:
    vendor, at_first = made
    assert at_first <= AT_FIRST
    assert (vendor / "fonts" / GATHERED).stat().st_size <= GATHERED_AT_MOST


def test_all_words_of_the_product_are_in_the_first_file(made: tuple[Path, int]) -> None:
    vendor, _ = made
    first = ranges_of((vendor / "fonts.css").read_text(), GATHERED)
    assert {ord(c) for c in "滨海新区受理立案派遣超期在办挂账核查办结"} <= first
    assert first <= set(TTFont(vendor / "fonts" / GATHERED).getBestCmap())


def test_the_list_of_characters_ends_where_the_file_would_grow_too_large() -> None:
    assert len(product_characters(ROOT)) <= MOST


def test_no_character_is_loaded_from_two_files_of_the_chinese_font(made: tuple[Path, int]) -> None:
    css = (made[0] / "fonts.css").read_text()
    own = ranges_of(css, GATHERED)
    slices = [face for face in css.splitlines() if "Noto" in face and GATHERED not in face]
    others = [parse_ranges(face.partition("unicode-range:")[2].rstrip("}")) for face in slices]
    assert [points & own for points in others if points & own] == []


def test_every_address_in_the_style_sheet_is_a_file_beside_it(made: tuple[Path, int]) -> None:
    vendor, _ = made
    files = re.findall(r"url\(([^)]+)\)", (vendor / "fonts.css").read_text())
    assert files
    assert [file for file in files if not (vendor / file).is_file()] == []


def test_the_gathered_font_keeps_its_weights_and_widths(made: tuple[Path, int]) -> None:
    font = TTFont(made[0] / "fonts" / GATHERED)
    axis = font["fvar"].axes[0]
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 100, 900)
    names = {font.getBestCmap()[ord(c)] for c in "滨海受理"}
    assert {font["hmtx"][name][0] for name in names} == {font["head"].unitsPerEm}
    assert all(font["gvar"].variations[name] for name in names)


@given(st.sets(st.integers(0, 0x10FFFF), min_size=1))
def test_ranges_are_read_as_they_were_written(points: set[int]) -> None:
    assert parse_ranges(write_ranges(points)) == points
