"""The scenes of the wall as data: which panels, and where they stand on the canvas.

Places are in units of a canvas 1080 high; a wider canvas keeps the side columns and widens what is
between them, so that no text ever grows wider.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dashboards.panels import KINDS, READS
from dashboards.panels.panel import Panel

HEIGHT, MARGIN, COLUMN, NARROWEST = 1080, 24, 450, 1920


class Box(NamedTuple):
    """A place on the canvas in units."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """A canvas as asked for, `width` × `height` pixels of the wall, laid out 1080 units high."""

    width: int = 1920
    height: int = 1080

    @property
    def units(self) -> int:
        """Width in units: never narrower than 16:9, which is then letterboxed."""
        return max(NARROWEST, round(self.width * HEIGHT / self.height))

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


def parse_canvas(text: str | None) -> Canvas:
    """`3840x2160` → that canvas; the smallest preset for anything that is none."""
    wide, _, high = (text or "").lower().partition("x")
    if not (wide.isascii() and wide.isdigit() and high.isascii() and high.isdigit()):
        return Canvas()
    width, height = int(wide), int(high)
    usable = 320 <= width <= 32_000 and 180 <= height <= 32_000
    return Canvas(width=width, height=height) if usable else Canvas()


WALLS = ("overview",)
# id, kind, and after how many seconds without newer data the panel says how old they are
_OVERVIEW = (
    ("header", "header", 60),
    ("map", "citymap", 60),
    ("channels", "channels", 60),
    ("loop", "loop", 60),
    ("response", "response", 30),
    ("verdict", "verdict", 60),
    ("closing", "closing", 300),
    ("departments", "departments", 300),
    ("registration", "registration", 300),
    ("economy", "economy", 3600),
    ("hours", "hours", 60),
    ("ticker", "ticker", 30),
)
_OPTIONS = {"header": {"scene": "overview", "scenes": WALLS}}


def _panels(lines: Iterable[tuple[str, str, int]]) -> tuple[Panel, ...]:
    """Panels of the kinds there are; a place whose kind is missing stays empty."""
    return tuple(
        Panel(
            id=name,
            kind=kind,
            reads=READS[kind],
            stale_after_s=limit,
            options=_OPTIONS.get(name, {}),
        )
        for name, kind, limit in lines
        if kind in KINDS
    )


SCENES: Mapping[str, tuple[Panel, ...]] = {
    "overview": _panels(_OVERVIEW),
    "health": _panels([("health", "health", 60)]),
}
OVERVIEW = SCENES["overview"]


def places(canvas: Canvas) -> dict[str, Box]:
    """Where each panel of the overview stands; the middle takes all the width that is over."""
    units = canvas.units
    middle, right = MARGIN * 2 + COLUMN, units - MARGIN - COLUMN
    between = right - MARGIN - middle
    foot = (between - MARGIN) // 2
    return {
        "header": Box(0, 0, units, 80),
        "channels": Box(MARGIN, 88, COLUMN, 228),
        "loop": Box(MARGIN, 340, COLUMN, 328),
        "response": Box(MARGIN, 692, COLUMN, 364),
        "map": Box(middle, 88, between, 752),
        "verdict": Box(middle, 88, 440, 352),
        "hours": Box(middle, 864, foot, 192),
        "ticker": Box(right - MARGIN - foot, 864, foot, 192),
        "closing": Box(right, 88, COLUMN, 228),
        "departments": Box(right, 340, COLUMN, 328),
        "registration": Box(right, 692, COLUMN, 148),
        "economy": Box(right, 864, COLUMN, 192),
    }
