"""Make `assets/vendor/`: the browser's libraries out of npm's folder, and the fonts cut for us.

Control rooms are closed networks, so nothing a page needs may come from elsewhere. The result
depends on the npm lock, on these scripts and on the product's own characters, and is made again
only when one of them changed.
"""

import hashlib
import shutil
import sys
from pathlib import Path

from scripts.characters import product_characters
from scripts.fonts import make_fonts

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "assets" / "vendor"
STAMP = VENDOR / ".made-from"
COPIES = {
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/dist/images": "leaflet/images",
    "leaflet/LICENSE": "leaflet/LICENSE",
    "socket.io-client/dist/socket.io.min.js": "socket.io.min.js",
    "socket.io-client/LICENSE": "socket.io.LICENSE",
    "plotly.js-cartesian-dist-min/plotly-cartesian.min.js": "plotly-cartesian.min.js",
    "plotly.js-cartesian-dist-min/LICENSE": "plotly.LICENSE",
}


def inputs_digest(characters: str) -> str:
    """What the result depends on, as one number."""
    digest = hashlib.sha256(characters.encode())
    for path in [ROOT / "package-lock.json", *sorted((ROOT / "scripts").glob("*.py"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def copy_libraries(modules: Path, vendor: Path) -> None:
    """Put each library where pages ask for it."""
    for source, target in COPIES.items():
        (vendor / target).parent.mkdir(parents=True, exist_ok=True)
        if (modules / source).is_dir():
            shutil.copytree(modules / source, vendor / target, dirs_exist_ok=True)
        else:
            shutil.copyfile(modules / source, vendor / target)


def main() -> int:
    """Make what is missing or old; exit 2 with one sentence when npm has not run yet."""
    characters = product_characters(ROOT)
    digest = inputs_digest(characters)
    if STAMP.exists() and STAMP.read_text() == digest:
        return 0
    if not (MODULES / "leaflet").is_dir():
        print("node_modules is missing; run `npm ci` in the project folder first", file=sys.stderr)
        return 2
    copy_libraries(MODULES, VENDOR)
    first_load = make_fonts(MODULES, VENDOR, characters)
    STAMP.write_text(digest)
    kilobytes = first_load / 1000
    print(f"assets/vendor made: {len(characters)} characters, fonts {kilobytes:.0f} kB at first")
    return 0


if __name__ == "__main__":
    sys.exit(main())
