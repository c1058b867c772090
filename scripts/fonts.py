"""Cut the fonts: one file with the product's own characters, the package's slices for all others.

The package brings Noto Sans SC as a hundred slices of one variable font, each with its own range of
characters. A wall whose words are spread over sixty of them would load two megabytes, so their
glyphs are gathered into one font; every slice keeps its range less the gathered characters.
"""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from scripts.gather import gather

FAMILY = "Noto Sans SC"
GATHERED = "noto-sans-sc-own.woff2"
NOTO = "@fontsource-variable/noto-sans-sc"
BARLOW = "@fontsource/barlow"
BARLOW_WEIGHTS = (400, 500, 600, 700)
# Digits and Latin; the other marks of the Latin slice look foreign between Han characters.
BARLOW_CHARACTERS = {*range(0x20, 0x7F), 0xA0, 0xB1, 0xD7, 0x2013, 0x2212, 0x20AC}
FACE = re.compile(
    r"src: url\(\./files/(?P<file>[^)]+)\).*?unicode-range: (?P<ranges>[^;]+);", re.DOTALL
)


def make_fonts(modules: Path, vendor: Path, characters: str) -> int:
    """Write `fonts/` and `fonts.css`; returns the bytes a page of the product's own words loads."""
    folder = vendor / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {ord(c) for c in characters}
    slices = read_slices((modules / NOTO / "index.css").read_text())
    faces = [_barlow(modules, folder, weight) for weight in BARLOW_WEIGHTS]
    faces.append(_gathered(modules / NOTO / "files", folder, slices, wanted))
    first = [folder / GATHERED, *(folder / _barlow_name(weight) for weight in BARLOW_WEIGHTS)]
    faces += [_slice(modules / NOTO / "files", folder, *each, wanted) for each in slices.items()]
    for package, name in ((NOTO, "noto-sans-sc"), (BARLOW, "barlow")):
        shutil.copyfile(modules / package / "LICENSE", folder / f"{name}.LICENSE")
    (vendor / "fonts.css").write_text("".join(faces))
    return sum(path.stat().st_size for path in first)


def read_slices(css: str) -> dict[str, set[int]]:
    """File → the characters the package's style sheet gives it."""
    return {m["file"]: parse_ranges(m["ranges"]) for m in FACE.finditer(css)}


def parse_ranges(text: str) -> set[int]:
    """`U+41-43,U+61` → {0x41, 0x42, 0x43, 0x61}."""
    points: set[int] = set()
    for part in text.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def write_ranges(points: Iterable[int]) -> str:
    """The shortest `unicode-range` of these characters."""
    spans: list[list[int]] = []
    for point in sorted(points):
        if spans and spans[-1][1] == point - 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)


def face(family: str, weight: str, file: str, points: Iterable[int]) -> str:
    """One `@font-face`, its address relative to the style sheet."""
    return (
        f'@font-face{{font-family:"{family}";font-style:normal;font-weight:{weight};'
        f'font-display:swap;src:url(fonts/{file}) format("woff2");'
        f"unicode-range:{write_ranges(points)}}}\n"
    )


def _barlow_name(weight: int) -> str:
    return f"barlow-latin-{weight}-normal.woff2"


def _barlow(modules: Path, folder: Path, weight: int) -> str:
    name = _barlow_name(weight)
    font = TTFont(modules / BARLOW / "files" / name)
    points = BARLOW_CHARACTERS & set(font.getBestCmap())
    _keep(font, points, ["kern", "tnum", "lnum", "ccmp", "case"])
    font.save(folder / name)
    return face("Barlow", str(weight), name, points)


def _gathered(files: Path, folder: Path, slices: dict[str, set[int]], wanted: set[int]) -> str:
    parts = []
    for name, points in slices.items():
        if points & wanted:
            font = TTFont(files / name)
            here = points & wanted & set(font.getBestCmap())
            _keep(font, here, [])
            parts.append((font, here))
    gather([font for font, _ in parts]).save(folder / GATHERED)
    return face(FAMILY, "100 900", GATHERED, set().union(*(here for _, here in parts)))


def _slice(files: Path, folder: Path, name: str, points: set[int], wanted: set[int]) -> str:
    rest = points - wanted
    if not rest:
        return ""
    shutil.copyfile(files / name, folder / name)
    return face(FAMILY, "100 900", name, rest)


def _keep(font: TTFont, points: set[int], features: list[str]) -> None:
    options = subset.Options(
        flavor="woff2", layout_features=features, hinting=False, name_IDs=["*"], notdef_outline=True
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    font.flavor = "woff2"
