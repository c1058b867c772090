"""Pictures of every screen of the demo into `docs/shots/`, and the overview as `docs/wall.png`.

Taken is what exists: each scene that is a wall on each canvas of the city pack, and each page that
the server lists. A picture too heavy for a repository is drawn with fewer pixels, never cut.
"""

import base64
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from dashboards.pages import listed
from dashboards.scenes import WALLS
from pipelines.city import find_city
from pipelines.settings import read_settings
from scripts.chromium import chromium_path
from scripts.demo import ROOT, demo_server
from scripts.png import Pixels, palette_png

SHOTS = ROOT / "docs" / "shots"
WALL = "/wall"
WINDOW = (1440, 900)
HEAVIEST_BYTES = 300_000
# The demo tells the weeks before today while it runs; until then its usual days are no usual ones.
WEEKS_BEFORE_MS = 120_000
DRAWN = """() => document.fonts.status === 'loaded'
  && !document.querySelector('[data-panel][data-state="loading"]')
  && (!document.querySelector('[data-kind="citymap"]') || document.querySelector('[data-cell]'))"""
PIXELS = """async png => {
  const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + png)).blob());
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  const bytes = canvas.getImageData(0, 0, width, height).data;
  let text = '';
  for (let from = 0; from < bytes.length; from += 32768)
    text += String.fromCharCode.apply(null, bytes.subarray(from, from + 32768));
  return [width, height, btoa(text)]; }"""

Screen = tuple[str, str, tuple[int, int]]


def screens(canvases: Sequence[str]) -> list[Screen]:
    """Name, address and window of every picture; the first is the overview on the first canvas."""
    found: list[Screen] = []
    for scene in WALLS:
        for canvas in canvases:
            width, height = map(int, canvas.split("x"))
            address = f"{WALL}?scene={scene}&canvas={canvas}&kiosk=1"
            found.append((f"{scene}_{canvas}", address, (width, height)))
    wide, high = WINDOW
    pages = [way for way in listed() if way.path != WALL]
    return found + [(f"page_{way.name}_{wide}x{high}", way.path, WINDOW) for way in pages]


def shoot(browser: Browser, url: str, size: tuple[int, int]) -> bytes:
    """One picture, taken when the page has its fonts, data and map; as large as may be."""
    scale = 1.0
    while True:
        page = browser.new_page(
            viewport={"width": size[0], "height": size[1]}, device_scale_factor=scale
        )
        page.goto(url)
        page.wait_for_function(DRAWN, timeout=60_000)
        picture = page.screenshot()
        page.goto("about:blank")
        light = palette_png(pixels(page, picture))
        page.close()
        if len(light) <= HEAVIEST_BYTES:
            return light
        scale *= 0.9 * (HEAVIEST_BYTES / len(light)) ** 0.5


def pixels(page: Page, picture: bytes) -> Pixels:
    """What the browser reads in a PNG, height × width × 3."""
    width, height, text = page.evaluate(PIXELS, base64.b64encode(picture).decode())
    rgba = np.frombuffer(base64.b64decode(text), np.uint8)
    return rgba.reshape(height, width, 4)[:, :, :3]


def main() -> None:
    """Start the demo, take them all in place of those taken before."""
    canvases = find_city(read_settings(os.environ).city).canvases
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir(parents=True)
    todo = screens(canvases)
    with (
        tempfile.TemporaryDirectory() as folder,
        demo_server(Path(folder)) as url,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        browser.new_page().wait_for_timeout(WEEKS_BEFORE_MS)
        for name, path, size in todo:
            picture = shoot(browser, url + path, size)
            (SHOTS / f"{name}.png").write_bytes(picture)
            print(f"docs/shots/{name}.png, {len(picture) / 1000:.0f} kB", flush=True)
        browser.close()
    shutil.copyfile(SHOTS / f"{todo[0][0]}.png", ROOT / "docs" / "wall.png")


if __name__ == "__main__":
    main()
