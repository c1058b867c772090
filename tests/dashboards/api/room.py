"""A small city with a server of its own, in memory, whose clock stands until it is moved."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from typing import Any

from flask.testing import FlaskClient

from dashboards.server import App, make_app
from pipelines.city import City, find_city
from pipelines.settings import Settings

NINE = datetime(2026, 7, 15, 1, 0, tzinfo=UTC)
BATCH = "application/cloudevents-batch+json"


@dataclass(kw_only=True)
class StandingClock:
    """Stands at `now`."""

    now: datetime = NINE

    def __call__(self) -> datetime:
        return self.now


@dataclass(kw_only=True)
class Room:
    """A server and what a test does with it; events are ticked in while it waits for them."""

    app: App
    clock: StandingClock
    token: str

    @property
    def http(self) -> FlaskClient:
        return self.app.server.test_client()

    def post(self, body: Any, kind: str = BATCH, token: str | None = None) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body)
        headers = {"Authorization": f"Bearer {token or self.token}"}
        with ticking(self.app):
            return self.http.post("/api/v1/events", data=data, content_type=kind, headers=headers)

    def get(self, path: str) -> Any:
        return self.http.get(f"/api/v1{path}")


def make_room(city: City, **more: Any) -> Room:
    settings = Settings(database=more.pop("database", ":memory:"), **more)
    clock = StandingClock()
    app = make_app(settings, city=city, clock=clock)
    return Room(app=app, clock=clock, token=app.context.tokens.add("feed", "events"))


@contextmanager
def ticking(app: App) -> Iterator[None]:
    """Somebody drains the hub meanwhile."""
    ended = Signal()

    def drain() -> None:
        while not ended.is_set():
            if not app.context.hub.tick():
                ended.wait(0.002)

    thread = Thread(target=drain)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def binhai() -> City:
    return find_city("binhai", Path(__file__).parents[3] / "data" / "cities")


def reported(number: int, time: str = "2026-07-15T00:50:00Z", **data: Any) -> dict[str, Any]:
    """Case `number`, reported by Li Na over the hotline."""
    return {
        "specversion": "1.0",
        "id": f"r{number}",
        "source": "hotline",
        "type": "case.reported",
        "time": time,
        "subject": f"case-{number}",
        "data": {"channel": "12345", "category": "pothole", "reporter": "Li Na", **data},
    }


def act(number: int, kind: str, time: str, **data: Any) -> dict[str, Any]:
    """One act on case `number`."""
    return {
        "id": f"{kind}-{number}",
        "source": "desk",
        "type": f"case.{kind}",
        "time": time,
        "subject": f"case-{number}",
        "data": data,
    }
