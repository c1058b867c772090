"""What a page shows, number by number, beside what the API says for the same instant."""

import json
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

NUMBERS = """() => [...document.querySelectorAll('[data-metric]')].map(node => ({
  key: node.dataset.metric, value: node.dataset.value, as_of: node.dataset.asOf,
  from: node.dataset.from || '', to: node.dataset.to || '', filter: node.dataset.filter || '',
  by: node.dataset.by || '', row: node.dataset.key || ''}))"""
CELLS = """() => [...document.querySelectorAll('[data-cell]')]
  .map(node => [node.dataset.cell, node.dataset.value])"""
SEQ = "() => document.documentElement.dataset.seq"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One look at a page: its numbers and its cells, all of one frame."""

    numbers: list[dict[str, str]]
    cells: list[tuple[str, str]]


def look(page: Page) -> Shown:
    """What stands there now."""
    both = page.evaluate(f"() => [({NUMBERS})(), ({CELLS})()]")
    return Shown(numbers=both[0], cells=[(cell, value) for cell, value in both[1]])


def answer(url: str, path: str, words: Mapping[str, str]) -> Any:
    """What the API of a running server answers."""
    query = urllib.parse.urlencode({name: word for name, word in words.items() if word})
    with urllib.request.urlopen(f"{url}/api/v1/{path}?{query}", timeout=60) as said:
        return json.load(said)


def differences(url: str, shown: Shown, zone: ZoneInfo) -> list[str]:
    """Where a look and the API differ about the city's day that the look is of.

    Numbers that the API has no key for are let be.
    """
    known = {metric["key"] for metric in answer(url, "catalogue", {})["metrics"]}
    asked: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for number in shown.numbers:
        if number["key"] in known:
            words = (number[name] for name in ("as_of", "from", "to", "filter", "by"))
            asked[tuple(words)].append(number)
    found: list[str] = []
    for words, numbers in asked.items():
        found += _compared(url, words, numbers, zone)
    if shown.cells and shown.numbers:
        found += _cells(url, shown.numbers[0]["as_of"], shown.cells)
    return found


def _compared(
    url: str, words: tuple[str, ...], numbers: list[dict[str, str]], zone: ZoneInfo
) -> list[str]:
    as_of, start, end, narrowed, by = words
    day = datetime.fromisoformat(as_of).astimezone(zone).date()
    today, tomorrow = day.isoformat(), (day + timedelta(days=1)).isoformat()
    keys = ",".join(dict.fromkeys(number["key"] for number in numbers))
    asked = dict(urllib.parse.parse_qsl(narrowed)) | {"keys": keys, "compare": "none"}
    asked |= {"as_of": as_of, "from": start or today, "to": end or tomorrow, "by": by}
    metrics = {metric["key"]: metric for metric in answer(url, "metrics", asked)["metrics"]}
    found = []
    for number in numbers:
        metric = metrics[number["key"]]
        rows = {str(row["by"]): row["value"] for row in metric["rows"]}
        said = rows.get(number["row"], 0) if by else metric["value"]
        if not _same(number["value"], said):
            found.append(f"{number} but the API says {said}")
    return found


def _cells(url: str, as_of: str, cells: Iterable[tuple[str, str]]) -> list[str]:
    asked = {"keys": "open", "by": "cell", "as_of": as_of, "compare": "none"}
    [metric] = answer(url, "metrics", asked)["metrics"]
    rows = {row["by"]: row["value"] for row in metric["rows"]}
    return [
        f"cell {cell}: {value} but the API says {rows.get(cell, 0)}"
        for cell, value in cells
        if not _same(value, rows.get(cell, 0))
    ]


def _same(text: str, value: float | None) -> bool:
    if text == "" or value is None:
        return text == "" and value is None
    return abs(float(text) - value) < 1e-9
