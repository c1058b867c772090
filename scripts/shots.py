"""Pictures of every screen of the demo into `docs/shots/`, and the overview as `docs/wall.png`."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from scripts.chromium import chromium_path
from scripts.demo import ROOT, demo_server

SHOTS = ROOT / "docs" / "shots"
WALL = "/wall?scene={scene}&canvas={width}x{height}&kiosk=1"
SCENES = ("people", "city", "government", "economy", "command")
CANVASES = ((1920, 1080), (3840, 2160), (5760, 1080), (6656, 1792))
PAGES = {
    "map": (1440, 900),
    "cases": (1440, 900),
    "explore": (1440, 900),
    "reports": (1440, 900),
    "catalogue": (1440, 900),
    "health": (1440, 900),
    "snap": (390, 844),
}
LIVE = """() => document.fonts.status === 'loaded'
  && !document.querySelector('[data-panel][data-state="loading"]')"""


def screens() -> list[tuple[str, str, tuple[int, int]]]:
    """Name, address and window of every picture."""
    overview = [("overview", size) for size in CANVASES]
    scenes = [(scene, CANVASES[0]) for scene in SCENES]
    walls = [
        (f"{scene}_{w}x{h}", WALL.format(scene=scene, width=w, height=h), (w, h))
        for scene, (w, h) in overview + scenes
    ]
    return walls + [(f"{n}_{w}x{h}", f"/{n}", (w, h)) for n, (w, h) in PAGES.items()]


def shoot(browser: Browser, url: str, target: Path, size: tuple[int, int]) -> None:
    """One picture, taken when the page has its fonts and no panel waits for data."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(url)
    page.wait_for_function(LIVE, timeout=60_000)
    page.screenshot(path=target)
    page.close()


def main() -> None:
    """Start the demo, take them all."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        demo_server(Path(folder)) as url,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        for name, path, size in screens():
            shoot(browser, url + path, SHOTS / f"{name}.png", size)
            print(f"docs/shots/{name}.png")
        browser.close()
    shutil.copyfile(SHOTS / "overview_1920x1080.png", ROOT / "docs" / "wall.png")


if __name__ == "__main__":
    main()
