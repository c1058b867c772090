"""kill -9 under load, again and again: what was acknowledged is in the log, exactly once.

`CITYSENSE_KILLS=20 pytest -s tests/faults/test_killed_server.py` kills twenty times and prints how
long each restart took. Every third kill falls into the start itself, while the log is read back.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from itertools import count
from pathlib import Path
from random import Random
from threading import Event as Signal
from threading import Lock, Thread
from time import monotonic
from typing import Any

import duckdb
import pytest

from tests.faults.running import PATIENCE_S, Running, add_token, command, event, reported

KILLS = int(os.environ.get("CITYSENSE_KILLS", "3"))
SEED, SENDERS, MOST = 20260715, 3, 40
ONE_DAY = timedelta(days=1)
MOST_BATCHES, LONGEST_WAIT_S, LONGEST_START_S = 12, 0.5, 1.5


@dataclass(kw_only=True)
class Book:
    """What the senders sent and were told; `server` is None while there is none."""

    server: Running | None = None
    acknowledged: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    torn: list[str] = field(default_factory=list)
    resent: int = 0
    already: int = 0
    senders: list[Thread] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    ended: Signal = field(default_factory=Signal)
    given_up: Signal = field(default_factory=Signal)

    @property
    def events(self) -> list[dict[str, Any]]:
        """All that was acknowledged."""
        return [one for batch in self.acknowledged.values() for one in batch]

    def answered(self, name: str, batch: list[dict[str, Any]], answer: Any, tries: int) -> None:
        """A first try finds all of a batch new, a later one all of it or nothing."""
        whole = {"accepted": len(batch), "duplicate": 0, "rejected": []}
        known = {"accepted": 0, "duplicate": len(batch), "rejected": []}
        with self.lock:
            self.acknowledged[name] = batch
            self.resent += tries > 1
            self.already += answer == known
            if answer != whole and not (answer == known and tries > 1):
                self.torn.append(f"{name}, try {tries}: {answer}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart:
    """Seconds from the start of the process."""

    ready_s: float
    wall_s: float


def lives(chooser: Random, name: str) -> Iterator[dict[str, Any]]:
    """Cases from their report to their end, one after the other, without end."""
    for number in count():
        case = f"{name}-{number}"
        yield reported(case, reporter=f"Li {number}", lat=39.0, lon=117.7)
        for kind, data in (
            ("filed", {}),
            ("dispatched", {"department": "works"}),
            ("noted", {"text": "seen"}),
            ("handled", {"department": "works"}),
            ("checked", {"result": "pass"}),
            ("closed", {}),
        ):
            if chooser.random() < 0.7:
                yield event(f"case.{kind}", f"{case}-{kind}", case, **data)
        if chooser.random() < 0.2:
            yield event("worker.located", f"{case}-seen", f"w{number}", lat=39.0, lon=117.7)


def send_on(book: Book, sender: int) -> None:
    """Batch after batch, each again and again until it was acknowledged."""
    chooser = Random(SEED + sender)
    events = lives(chooser, f"s{sender}")
    for number in count():
        if book.ended.is_set():
            return
        deliver(book, f"{sender}.{number}", [next(events) for _ in range(chooser.randint(1, MOST))])


def deliver(book: Book, name: str, batch: list[dict[str, Any]]) -> None:
    """Returns once the batch was acknowledged, or when the test is given up."""
    tries = 0
    while not book.given_up.is_set():
        server = book.server
        try:
            answer = server.post(batch) if server else None
        except (OSError, HTTPException):
            answer = None
        tries += server is not None
        if answer and answer.code == 200:
            book.answered(name, batch, answer.json, tries)
            return
        book.given_up.wait(0.01)


def started(book: Book, database: Path, token: str) -> Restart:
    """A new server, ready and with its wall served; the senders go on with it."""
    begun = monotonic()
    server = Running(database, token=token).listen()
    while server.get("/readyz").code != 200:
        assert monotonic() - begun < PATIENCE_S, server.said
    ready = monotonic() - begun
    assert server.get("/wall").code == 200
    wall = monotonic() - begun
    book.server = server
    return Restart(ready_s=ready, wall_s=wall)


def kill(book: Book) -> None:
    server, book.server = book.server, None
    assert server
    assert server.process.poll() is None, server.said
    server.kill()


def live_on(book: Book, batches: int, seconds: float) -> None:
    """Until so many more batches were acknowledged, and a moment longer."""
    enough, begun = len(book.acknowledged) + batches, monotonic()
    while len(book.acknowledged) < enough:
        assert monotonic() - begun < PATIENCE_S
        book.given_up.wait(0.005)
    book.given_up.wait(seconds)


def live_and_die(book: Book, database: Path, token: str) -> list[Restart]:
    """As many deaths as are asked for, and one server that stays."""
    chooser, restarts = Random(SEED), [started(book, database, token)]
    for number in range(1, KILLS + 1):
        if number % 3:
            live_on(book, chooser.randint(0, MOST_BATCHES), chooser.uniform(0.0, LONGEST_WAIT_S))
            kill(book)
        else:
            unborn = Running(database, token=token)
            book.given_up.wait(chooser.uniform(0.0, LONGEST_START_S))
            unborn.kill()
        if number % 3 != 2 or number == KILLS:
            restarts.append(started(book, database, token))
    return restarts


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "city.duckdb"


@pytest.fixture
def book() -> Iterator[Book]:
    """Three senders at work; whatever happens, they and the server end."""
    made = Book()
    senders = [Thread(target=send_on, args=(made, sender)) for sender in range(SENDERS)]
    made.senders.extend(senders)
    for sender in senders:
        sender.start()
    yield made
    made.ended.set()
    made.given_up.set()
    for sender in senders:
        sender.join()
    if made.server:
        made.server.stop()


def test_nothing_acknowledged_is_lost_or_doubled_by_kills_under_load(
    book: Book, database: Path
) -> None:
    token = add_token(database)
    restarts = live_and_die(book, database, token)
    book.ended.set()
    for sender in book.senders:
        sender.join()
    server = book.server
    assert server
    assert book.torn == []
    assert cases_of(server) == {one["subject"] for one in book.events if is_report(one)}
    assert [server.post(batch).json for batch in book.acknowledged.values()] == [
        {"accepted": 0, "duplicate": len(batch), "rejected": []}
        for batch in book.acknowledged.values()
    ]
    assert server.stop() == 0
    assert log_of(database) == sorted((one["source"], one["id"]) for one in book.events)
    verified = command("rebuild", "--verify", "--database", database)
    assert (verified.code, verified.out) == (0, "the derived tables equal a fresh rebuild")
    tell(book, restarts)


def is_report(one: dict[str, Any]) -> bool:
    return bool(one["type"] == "case.reported")


def cases_of(server: Running) -> set[str]:
    """Every case the server lists, page after page; as many as its metric counts."""
    found: list[str] = []
    following: str | None = ""
    while following is not None:
        page = server.get(f"/api/v1/cases?limit=1000&cursor={following}").json
        found += [case["id"] for case in page["cases"]]
        following = page["next"]
    today = datetime.now(UTC).date()
    window = f"from={today - ONE_DAY}&to={today + 2 * ONE_DAY}"
    metric = server.get(f"/api/v1/metrics?keys=reported&compare=none&{window}").json["metrics"][0]
    assert metric["value"] == len(found) == len(set(found))
    return set(found)


def log_of(database: Path) -> list[tuple[str, str]]:
    """The identities in the log, each as often as it stands there."""
    with duckdb.connect(str(database), read_only=True) as log:
        return sorted(log.execute("select source, id from log").fetchall())


def tell(book: Book, restarts: list[Restart]) -> None:
    """The figures for the record; none is judged."""
    cases = sum(map(is_report, book.events))
    print(
        f"\n{KILLS} kills under {SENDERS} senders; acknowledged: {len(book.acknowledged)} batches, "
        f"{len(book.events)} events, {cases} cases; lost 0, doubled 0, differences 0\n"
        f"batches sent again after a kill: {book.resent}, of which {book.already} were in the log "
        "already, whole"
    )
    for name in ("ready_s", "wall_s"):
        spans = sorted(getattr(restart, name) for restart in restarts)
        middle, last = spans[len(spans) // 2], spans[-1]
        print(
            f"{name} after the start of a process, of {len(spans)}: {middle:.2f} in the "
            f"middle, {last:.2f} at most"
        )
