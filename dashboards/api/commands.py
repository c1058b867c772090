"""What the commands share: the database itself or the running server that holds it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console

from dashboards.api.auditing import audit
from dashboards.api.client import Client
from dashboards.api.control import connected
from pipelines.catalogue import CatalogueError, load_metrics
from pipelines.city import check_city, city_folder, find_city
from pipelines.clock import system_clock
from pipelines.disk import CarefulTicks, refuse_full_disk, refuse_other_file
from pipelines.engine import Engine, StoredEvent
from pipelines.event import Event
from pipelines.feeds import import_events
from pipelines.importing import ImportResult, Sink, import_file
from pipelines.refusals import Tally, write_refusals
from pipelines.settings import Settings, SettingsError, described, unknown_settings
from pipelines.sources.profile import load_profile
from pipelines.store import Store
from pipelines.swap import finish_restore


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a command works: its clock, its sink of events, and the long jobs."""

    now: datetime
    sink: Sink
    rebuild: Callable[[], object]
    verify: Callable[[], list[str]]
    audit: Callable[[], list[str]]
    refuse: Callable[[Sequence[Tally]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSink:
    """Events straight into this process' own engine."""

    engine: Engine
    ticks: CarefulTicks

    def known(self, subjects: Sequence[str]) -> Sequence[StoredEvent]:
        """All events of the cases named."""
        return self.engine.case_events(subjects)

    def send(self, events: Sequence[Event]) -> Sequence[bool]:
        """Whether each event was new, once all are durable."""
        return self.ticks.tick(events, system_clock()).accepted


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
    finish_restore(settings.database_path)
    refuse_other_file(settings.database_path)
    store = Store(settings.database_path)
    try:
        yield _here(Engine(store, find_city(settings.city)), settings)
    finally:
        store.close()


def _there(client: Client) -> Place:
    return Place(
        now=client.now(),
        sink=client,
        rebuild=lambda: client.ask("rebuild"),
        verify=lambda: list(client.ask("rebuild", verify=True)),
        audit=lambda: list(client.ask("check")),
        refuse=client.refuse,
    )


def _here(engine: Engine, settings: Settings) -> Place:
    database, reserve = settings.database_path, settings.disk_reserve_mb

    def rebuild() -> None:
        refuse_full_disk(database, reserve)
        engine.rebuild()

    ticks = CarefulTicks(engine=engine, database=database, reserve_mb=reserve)
    return Place(
        now=system_clock(),
        sink=EngineSink(engine=engine, ticks=ticks),
        rebuild=rebuild,
        verify=engine.verify,
        audit=lambda: audit(engine, system_clock()),
        refuse=lambda tallies: _refuse(engine, tallies),
    )


def _refuse(engine: Engine, tallies: Sequence[Tally]) -> None:
    if tallies:
        write_refusals(engine.store, engine.city, tallies, system_clock())


@dataclass(frozen=True, slots=True, kw_only=True)
class Bringing:
    """A file to be imported, and by what: a profile of case files or a source by its name."""

    file: Path
    profile: str | None
    source: str | None
    rejects: Path | None

    def to(self, where: Place, settings: Settings) -> ImportResult:
        """Read it into the log there, and count there what was refused."""
        result = self.into(where.sink, settings, where.now)
        where.refuse(result.refused)
        return result

    def into(self, sink: Sink, settings: Settings, now: datetime) -> ImportResult:
        """Read it; ImportFailed, or SettingsError where it is not said by what."""
        if (self.profile is None) == (self.source is None):
            raise SettingsError("an import needs --profile or --source, one of them")
        city = find_city(settings.city)
        if self.source is not None:
            return import_events(self.source, self.file, city, sink, now=now, rejects=self.rejects)
        return import_file(
            self.file,
            load_profile(self.profile or ""),
            sink,
            zone=city.timezone,
            now=now,
            rejects=self.rejects,
            console=Console(stderr=True),
        )


def settings_lines(settings: Settings) -> list[str]:
    """Every setting as `check` prints it."""
    return [f"{name} = {value}  # {said}" for name, value, said in described(settings)]


def findings(settings: Settings, environ: dict[str, str]) -> list[str]:
    """What is wrong with settings, catalogue, pack and database, a sentence each."""
    found = [f"{name}: is no setting of citysense" for name in unknown_settings(environ)]
    found += check_city(city_folder(settings.city))
    try:
        load_metrics()
    except CatalogueError as wrong:
        found.append(str(wrong))
    if not found:
        with place(settings) as where:
            found += where.audit()
    return found
