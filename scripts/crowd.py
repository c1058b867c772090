"""The crowd of `scripts.readers`: screens that take what comes, analysts who never stop asking.

The screens read bytes and look at none, so that what is measured is the server's work, not theirs.
"""

import json
import random
import selectors
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import websocket

ROOM = "scene=overview&lang=zh-CN"
AS_BROWSERS = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
PING, PONG = b"\x81\x012", "3"
DIMENSIONS = ("hour", "day", "zone", "department", "channel", "category", "stage")
HEADLINES = "reported,open,due,closed_on_time,on_time_closing_rate,satisfaction_rate"


def watch(url: str, count: int, ended: Any, said: Any) -> None:
    """So many screens until the end; says what they got."""
    lines = [_screen(url) for _ in range(count)]
    chosen, got, begun = selectors.DefaultSelector(), 0, time.monotonic()
    for line in lines:
        line.sock.setblocking(False)
        chosen.register(line.sock, selectors.EVENT_READ, line)
    while not ended.is_set():
        for key, _ in chosen.select(timeout=0.2):
            chunk = key.fileobj.recv(1 << 20)  # type: ignore[union-attr]  # it is a socket
            got += len(chunk)
            if not chunk:
                chosen.unregister(key.fileobj)
            elif PING in chunk:
                key.data.send(PONG)
    seconds, open_ = time.monotonic() - begun, len(chosen.get_map())
    said.put(f"screens: {open_} of {count} open, {got / seconds / 1e6:.2f} MB/s to all of them")


def _screen(url: str) -> Any:
    address = f"{url.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket&{ROOM}"
    line = websocket.create_connection(address, timeout=60, header=[AS_BROWSERS])
    line.send("40/live,")
    return line


def analyse(url: str, count: int, ended: Any, said: Any) -> None:
    """So many analysts until the end, who ask again at once; says how they were answered."""
    statuses: Counter[int] = Counter()
    times: list[float] = []
    asking = [
        threading.Thread(target=_ask_on, args=(url, number, ended, statuses, times))
        for number in range(count)
    ]
    begun = time.monotonic()
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    seconds, ordered = time.monotonic() - begun, sorted(times) or [0.0]
    median, last = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    counts = ", ".join(f"{many} × {status}" for status, many in sorted(statuses.items()))
    rate = statuses[200] / seconds
    said.put(f"analysts: {counts}; {rate:.1f} answers/s, p50 {median:.2f} s, p99 {last:.2f} s")


def _ask_on(url: str, number: int, ended: Any, statuses: Counter[int], times: list[float]) -> None:
    chance = random.Random(number)  # noqa: S311  # the same questions every time
    while not ended.is_set():
        begun = time.monotonic()
        status, wait_s = _ask(f"{url}/api/v1/{question(chance)}")
        statuses[status] += 1
        if status == 200:
            times.append(time.monotonic() - begun)
        ended.wait(wait_s)


def _ask(address: str) -> tuple[int, float]:
    """The status, and for how long one is told to stay away."""
    try:
        with urllib.request.urlopen(address, timeout=120) as answer:
            answer.read()
            return answer.status, 0.0
    except urllib.error.HTTPError as refused:
        json.loads(refused.read())
        return refused.code, float(refused.headers.get("Retry-After", 0))
    except OSError:
        return 0, 1.0


def question(chance: random.Random) -> str:
    """Numbers by some dimension over some days, now and then of the past, or a list of cases."""
    start = datetime.now(UTC) - timedelta(days=chance.randint(0, 14))
    asked = {"from": f"{start:%Y-%m-%d}"}
    if chance.random() < 0.25:
        lists = chance.choice(("cases", "cases.csv", "cases.geojson"))
        return f"{lists}?{urlencode(asked | {'limit': '1000', 'state': _state(chance)})}"
    asked |= {"by": chance.choice(DIMENSIONS), "keys": HEADLINES}
    if chance.random() < 0.3:
        asked["as_of"] = f"{start + timedelta(hours=20):%Y-%m-%dT%H:%M:%SZ}"
    return f"metrics?{urlencode(asked)}"


def _state(chance: random.Random) -> str:
    states: Sequence[str] = ("open", "closed", "overdue")
    return chance.choice(states)
