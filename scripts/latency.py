"""From a POST to the number on the wall of the demo: `python -m scripts.latency [TIMES]`.

A report on a quiet channel is posted; its row of the wall says when it went up. Beside it stand the
door's answer (durable), and the same number on a bare socket, so that drawing is told from waiting.
"""

import json
import random
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import socketio
from playwright.sync_api import Page, sync_playwright

from pipelines.tokens import tokens_beside
from scripts.chromium import chromium_path
from scripts.demo import demo_server

CHANNEL = "mailbox"
ROW = f'[data-metric=reported][data-by=channel][data-key="{CHANNEL}"]'
WATCH = f"""() => {{
  window.seen = [];
  let before = null;
  new MutationObserver(() => {{
    const node = document.querySelector('{ROW}');
    if (!node || node.dataset.value === before) return;
    before = node.dataset.value;
    window.seen.push([Number(before), Date.now() / 1000]);
  }}).observe(document.body, {{ subtree: true, childList: true, attributes: true }});
}}"""
Seen = list[tuple[float, float]]
LONGEST_S = 30.0


def main(times: int) -> None:
    """Print medians and 99th percentiles in milliseconds."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        token = tokens_beside(str(Path(folder) / "city.duckdb")).add("latency", "events")
        with demo_server(Path(folder)) as url:
            browser = play.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1920, "height": 1080})
            page.goto(f"{url}/wall?kiosk=1")
            page.wait_for_selector(ROW)
            page.evaluate(WATCH)
            heard = listen(url)
            measured = [once(url, token, page, heard, number) for number in range(times)]
            browser.close()
    for name, place in (("durable, answered", 0), ("on a bare socket", 1), ("in the DOM", 2)):
        print(f"{name:18} {spread([one[place] for one in measured])}")


def once(url: str, token: str, page: Page, heard: Seen, number: int) -> tuple[float, float, float]:
    """Seconds from before the POST to its answer, to the socket's frame and to the DOM."""
    before = float(page.get_attribute(ROW, "data-value") or 0)
    at = now_of(url)
    begun = time.time()
    post(url, token, event(at, number))
    answered = time.time() - begun
    page.wait_for_function(
        f"before => Number(document.querySelector('{ROW}').dataset.value) > before",
        arg=before,
        timeout=LONGEST_S * 1000,
    )
    shown = [(value, when) for value, when in page.evaluate("() => window.seen")]
    result = answered, first_above(heard, before) - begun, first_above(shown, before) - begun
    threading.Event().wait(random.uniform(0.3, 1.5))  # noqa: S311  # away from any beat
    return result


def first_above(seen: Seen, before: float) -> float:
    """When the number first stood higher, waited for."""
    until = time.time() + LONGEST_S
    while time.time() < until:
        for value, when in tuple(seen):
            if value > before:
                return when
        threading.Event().wait(0.01)
    raise SystemExit("the number did not go up")


def listen(url: str) -> Seen:
    """The number's values as frames bring them, with the second of their arrival."""
    heard: Seen = []
    client = socketio.Client()

    def on_frame(frame: dict[str, Any]) -> None:
        when = time.time()
        tree = frame["panels"].get("channels", {}).get("tree")
        if tree:
            heard.append((value_in(tree), when))

    client.on("frame", on_frame, namespace="/live")
    client.connect(f"{url}?scene=overview&lang=zh-CN", namespaces=["/live"])
    return heard


def value_in(tree: Sequence[Any]) -> float:
    """The row's value in a panel's tree, 0 where it is not."""
    attributes = tree[1]
    if attributes.get("data-metric") == "reported" and attributes.get("data-key") == CHANNEL:
        return float(attributes["data-value"] or 0)
    parts = (part for part in tree[2:] if not isinstance(part, str))
    return max((value_in(part) for part in parts), default=0.0)


def now_of(url: str) -> datetime:
    """The city's own time."""
    with urllib.request.urlopen(f"{url}/api/v1/metrics?keys=reported&compare=none") as answer:
        return datetime.fromisoformat(json.load(answer)["as_of"])


def event(at: datetime, number: int) -> dict[str, Any]:
    """A report made now."""
    return {
        "specversion": "1.0",
        "source": "latency",
        "id": str(number),
        "type": "case.reported",
        "time": at.isoformat(),
        "subject": f"latency-{number}",
        "data": {"channel": CHANNEL, "category": "0205", "lat": 39.02, "lon": 117.68},
    }


def post(url: str, token: str, one: dict[str, Any]) -> None:
    """One event through the door."""
    request = urllib.request.Request(
        f"{url}/api/v1/events",
        data=json.dumps(one).encode(),
        headers={
            "Content-Type": "application/cloudevents+json",
            "Authorization": f"Bearer {token}",
        },
    )
    with urllib.request.urlopen(request, timeout=timedelta(minutes=1).total_seconds()) as answer:
        told = json.load(answer)
    if told["accepted"] != 1:
        raise SystemExit(f"not taken: {told}")


def spread(seconds: Sequence[float]) -> str:
    """Median and 99th percentile in words."""
    ordered = sorted(seconds)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"p50 {1000 * ordered[len(ordered) // 2]:.0f} ms, p99 {1000 * last:.0f} ms"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
