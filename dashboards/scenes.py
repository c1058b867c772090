"""The scenes of the wall as data: which panels, and where they stand on the canvas.

Places are in units of a canvas 1080 high; a wider canvas keeps the side columns and widens what is
between them, so that no text ever grows wider.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dashboards.panels import (
    channels,
    closing,
    departments,
    economy,
    header,
    health,
    hours,
    loop,
    registration,
    response,
    ticker,
    verdict,
)
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
OVERVIEW: tuple[Panel, ...] = (
    Panel(
        id="header",
        kind="header",
        reads=header.READS,
        options={"scene": "overview", "scenes": WALLS},
    ),
    Panel(
        id="channels",
        kind="channels",
        reads=channels.READS,
    ),
    Panel(
        id="loop",
        kind="loop",
        reads=loop.READS,
    ),
    Panel(
        id="response",
        kind="response",
        reads=response.READS,
        stale_after_s=30,
    ),
    Panel(id="verdict", kind="verdict", reads=verdict.READS),
    Panel(
        id="closing",
        kind="closing",
        reads=closing.READS,
        stale_after_s=300,
    ),
    Panel(
        id="departments",
        kind="departments",
        reads=departments.READS,
        stale_after_s=300,
    ),
    Panel(
        id="registration",
        kind="registration",
        reads=registration.READS,
        stale_after_s=300,
    ),
    Panel(
        id="economy",
        kind="economy",
        reads=economy.READS,
        stale_after_s=3600,
    ),
    Panel(id="hours", kind="hours", reads=hours.READS),
    Panel(
        id="ticker",
        kind="ticker",
        reads=ticker.READS,
        stale_after_s=30,
    ),
)
HEALTH = (Panel(id="health", kind="health", reads=health.READS, stale_after_s=60),)
SCENES: Mapping[str, tuple[Panel, ...]] = {"overview": OVERVIEW, "health": HEALTH}


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
