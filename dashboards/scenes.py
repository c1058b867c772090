"""The scenes of the wall as data: which panels, and where they stand on the canvas.

Places are in units of a canvas 1080 high; a wider canvas keeps the side columns and widens what is
between them, so that no text ever grows wider.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dashboards.panels import READS
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


class Stand(NamedTuple):
    """A panel on a scene: after how many seconds without newer data it says how old they are, and
    on a wall the columns it stands across (a name of `_columns`), its top and its height in units.
    """

    id: str
    kind: str
    stale_after_s: int
    across: str = ""
    y: int = 0
    height: int = 0


WALLS = ("overview",)
PLAIN = "plain"
STANDS: Mapping[str, tuple[Stand, ...]] = {
    "overview": (
        Stand("header", "header", 60, "all", 0, 80),
        Stand("map", "citymap", 60, "middle", 88, 752),
        Stand("channels", "channels", 60, "left", 88, 228),
        Stand("loop", "loop", 60, "left", 340, 328),
        Stand("response", "response", 30, "left", 692, 364),
        Stand("verdict", "verdict", 60, "corner", 88, 352),
        Stand("closing", "closing", 300, "right", 88, 228),
        Stand("departments", "departments", 300, "right", 340, 328),
        Stand("registration", "registration", 300, "right", 692, 148),
        Stand("economy", "economy", 3600, "right", 864, 192),
        Stand("hours", "hours", 60, "foot_left", 864, 192),
        Stand("ticker", "ticker", 30, "foot_right", 864, 192),
    ),
    "health": (
        Stand("service", "service", 60),
        Stand("health", "health", 60),
    ),
    PLAIN: (),
}  # fmt: skip
_OPTIONS = {"header": {"scene": "overview", "scenes": WALLS}}


def _panels(stands: Iterable[Stand]) -> tuple[Panel, ...]:
    return tuple(
        Panel(
            id=stand.id,
            kind=stand.kind,
            reads=READS[stand.kind],
            stale_after_s=stand.stale_after_s,
            options=_OPTIONS.get(stand.id, {}),
        )
        for stand in stands
    )


SCENES: Mapping[str, tuple[Panel, ...]] = {
    scene: _panels(stands) for scene, stands in STANDS.items()
}
OVERVIEW = SCENES["overview"]


def places(canvas: Canvas, scene: str = "overview") -> dict[str, Box]:
    """Where each panel of a wall's scene stands; the middle takes all the width that is over."""
    columns = _columns(canvas.units)
    return {
        stand.id: Box(columns[stand.across][0], stand.y, columns[stand.across][1], stand.height)
        for stand in STANDS[scene]
    }


def _columns(units: int) -> dict[str, tuple[int, int]]:
    """Left edge and width of each column a panel may stand across."""
    middle, right = MARGIN * 2 + COLUMN, units - MARGIN - COLUMN
    between = right - MARGIN - middle
    foot = (between - MARGIN) // 2
    return {
        "all": (0, units),
        "left": (MARGIN, COLUMN),
        "middle": (middle, between),
        "right": (right, COLUMN),
        "corner": (middle, 440),
        "foot_left": (middle, foot),
        "foot_right": (right - MARGIN - foot, foot),
    }
