"""What the commands share: the database itself or the running server that holds it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from dashboards.api.auditing import audit
from dashboards.api.client import Client
from dashboards.api.control import connected
from pipelines.catalogue import load_metrics
from pipelines.city import CITIES, check_city, find_city
from pipelines.clock import system_clock
from pipelines.engine import Engine, StoredEvent
from pipelines.event import Event
from pipelines.importing import Sink
from pipelines.settings import Settings, described, unknown_settings
from pipelines.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a command works: its clock, its sink of events, and the long jobs."""

    now: datetime
    sink: Sink
    rebuild: Callable[[], object]
    verify: Callable[[], list[str]]
    audit: Callable[[], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSink:
    """Events straight into this process' own engine."""

    engine: Engine

    def known(self, subjects: Sequence[str]) -> Sequence[StoredEvent]:
        """All events of the cases named."""
        return self.engine.case_events(subjects)

    def send(self, events: Sequence[Event]) -> Sequence[bool]:
        """Whether each event was new, once all are durable."""
        return self.engine.tick(events, system_clock()).accepted


@contextmanager
def place(settings: Settings) -> Iterator[Place]:
    """The running server that holds the database, or the database itself. StoreError."""
    line = connected(settings.database_path)
    if line:
        client = Client(line)
        try:
            yield _there(client)
        finally:
            client.close()
        return
    store = Store(settings.database_path)
    try:
        yield _here(Engine(store, find_city(settings.city)))
    finally:
        store.close()


def _there(client: Client) -> Place:
    return Place(
        now=client.now(),
        sink=client,
        rebuild=lambda: client.ask("rebuild"),
        verify=lambda: list(client.ask("rebuild", verify=True)),
        audit=lambda: list(client.ask("check")),
    )


def _here(engine: Engine) -> Place:
    return Place(
        now=system_clock(),
        sink=EngineSink(engine=engine),
        rebuild=engine.rebuild,
        verify=engine.verify,
        audit=lambda: audit(engine),
    )


def settings_lines(settings: Settings) -> list[str]:
    """Every setting as `check` prints it."""
    return [f"{name} = {value}  # {said}" for name, value, said in described(settings)]


def findings(settings: Settings, environ: dict[str, str]) -> list[str]:
    """What is wrong with settings, catalogue, pack and database, a sentence each."""
    found = [f"{name}: is no setting of citysense" for name in unknown_settings(environ)]
    found += check_city(CITIES / settings.city)
    load_metrics()
    if not found:
        with place(settings) as where:
            found += where.audit()
    return found
