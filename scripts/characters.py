"""Which characters the product itself writes: the wall's fonts are cut to these.

Rooms are read in order of how near their words are to the screen. The list ends where the first
file of the font would grow too large; what is left over is loaded slice by slice when it appears.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOMS = ("dashboards", "assets", "pipelines", "data")
TEXTS = {".py", ".js", ".css", ".html", ".toml", ".csv", ".json", ".geojson"}
GENERATED = "vendor"
LARGEST_FILE = 4_000_000
MOST = 1_150
PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】「」…—·～％＋－／｜●▲■○△□→←↑↓×°²≥≤√№℃"


def product_characters(root: Path) -> str:
    """At most `MOST` characters beyond ASCII, in the order of code points."""
    chosen = dict.fromkeys(PUNCTUATION)
    for room in ROOMS:
        counts = Counter(c for text in _texts(root / room) for c in text if is_shown(c))
        chosen.update(dict.fromkeys(sorted(counts, key=lambda c: (-counts[c], c))))
    return "".join(sorted(list(chosen)[:MOST]))


def is_shown(character: str) -> bool:
    """Han characters and the marks that stand between them."""
    return "一" <= character <= "鿿" or "　" <= character <= "〿" or "！" <= character <= "～"


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.suffix not in TEXTS or GENERATED in path.parts or not path.is_file():
            continue
        if path.stat().st_size <= LARGEST_FILE:
            yield path.read_text(encoding="utf-8", errors="ignore")
