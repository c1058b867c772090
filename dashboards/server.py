"""One city's server put together: engine, hub, screens, pages, API. Nothing starts here."""

import logging
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from dash import Dash
from flask import Flask, request
from flask_compress import Compress
from flask_socketio import SocketIO

from dashboards import api, pages
from dashboards.api import files, probes
from dashboards.api.gauges import put_gauges, service
from dashboards.api.measured import Measured
from dashboards.api.readers import Readers
from dashboards.api.taking import Taker
from dashboards.api.version import product_version
from dashboards.basemap import render_base
from dashboards.context import Context
from dashboards.live import NAMESPACE, Broadcaster, Live
from dashboards.scenes import SCENES
from dashboards.wire import make_socket
from pipelines.catalogue import load_metrics
from pipelines.city import City
from pipelines.clock import Clock
from pipelines.disk import CarefulTicks, refuse_full_disk, refuse_other_file
from pipelines.engine import Engine
from pipelines.hub import Hub
from pipelines.logs import said
from pipelines.refusals import Refusals, Tally
from pipelines.settings import Settings
from pipelines.store import Store
from pipelines.swap import finish_restore
from pipelines.tokens import tokens_beside

MAP_BASE = "/map/base.js"
IGNORED_BY_DASH = ["map", "vendor"]
log = logging.getLogger(__name__)


class Server(Flask):
    """Tells of a request that failed which address of ours it was, never what was asked of it."""

    def log_exception(self, exc_info: Any) -> None:
        """One line with the places the exception passed."""
        rule = str(request.url_rule) if request.url_rule else None
        log.error(said("request_failed", method=request.method, rule=rule), exc_info=exc_info)


class Source(Protocol):
    """What brings events by itself; `ready` once its history is in."""

    @property
    def name(self) -> str: ...
    @property
    def ready(self) -> bool: ...
    @property
    def simulated(self) -> bool: ...
    @property
    def told_until(self) -> datetime | None: ...
    def start(self, hub: Hub) -> None: ...
    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """A server that answers when it is called and runs only once it is started."""

    server: Flask
    dash: Dash
    socketio: SocketIO
    context: Context
    store: Store

    def start(self) -> None:
        """Begin to tick, to send frames and to feed."""
        self.context.hub.start()
        self.context.live.start()
        self._meet_first_request()
        for source in self.context.sources:
            source.start(self.context.hub)

    def _meet_first_request(self) -> None:
        """Dash sets itself up by the first request it sees; of two at once, one meets half of it
        and the pages stay without ways for good, so the first is one that nobody sends."""
        with self.server.test_request_context("/"):
            self.server.preprocess_request()

    def stop(self) -> None:
        """End the sources, finish what waits, close the database."""
        for source in self.context.sources:
            source.stop()
        self.context.hub.stop()
        self.context.live.stop()
        self.context.readers.close()
        self.store.close()


def make_app(
    settings: Settings, *, city: City, clock: Clock, sources: Sequence[Source] = ()
) -> App:
    """Everything wired; StoreError where the database cannot be used."""
    database = settings.database_path
    finish_restore(database)
    refuse_other_file(database)
    store = Store(database)
    engine = Engine(store, city)
    ticks = CarefulTicks(engine=engine, database=database, reserve_mb=settings.disk_reserve_mb)
    hub = Hub(ticks, clock, queue_events=settings.queue_events, tick_events=settings.tick_events)
    server = _server(settings)
    measured = Measured(product_version())
    _count_refusals(hub, engine, clock, settings, measured)
    assets = files.Files()
    files.register(server, assets)
    dash = _dash(server)
    socketio = make_socket(server)
    simulated = any(source.simulated for source in sources)
    catalogue = load_metrics()
    taker = Taker(
        hub=hub,
        engine=engine,
        catalogue=catalogue,
        city=city,
        clock=clock,
        sources=sources,
        simulated=simulated,
        service=lambda: service(measured),
    )
    live = Broadcaster(
        socketio=socketio,
        source=taker,
        scenes=SCENES,
        hz=settings.frame_hz,
        version=assets.version(),
        framed=measured.framed,
    )
    context = Context(
        hub=hub,
        engine=engine,
        city=city,
        catalogue=catalogue,
        clock=clock,
        settings=settings,
        tokens=tokens_beside(settings.database_path),
        live=live,
        measured=measured,
        readers=Readers(measured, most=settings.most_reads, within_s=settings.read_timeout_s),
        simulated=simulated,
        sources=tuple(sources),
    )
    _put(server, dash, socketio, context)
    return App(server=server, dash=dash, socketio=socketio, context=context, store=store)


def _count_refusals(
    hub: Hub, engine: Engine, clock: Clock, settings: Settings, measured: Measured
) -> None:
    """What door, feeds and imports refuse goes into the database between two ticks."""

    def before() -> None:
        refuse_full_disk(settings.database_path, settings.disk_reserve_mb)

    def refused(tallies: Iterable[Tally]) -> None:
        counted = tuple(tallies)
        measured.rejected(sum(tally.count for tally in counted))
        refusals.add(counted)

    refusals = Refusals(engine.store, hub, engine.city, clock, before)
    hub.refused = refused
    hub.listen(lambda _: refusals.write_soon())


def _server(settings: Settings) -> Flask:
    server = Server(__name__, static_folder=None)
    server.config["SECRET_KEY"] = settings.secret_key or secrets.token_hex(32)
    server.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    server.config["COMPRESS_ALGORITHM_STREAMING"] = ["br"]
    Compress(server)
    return server


def _dash(server: Flask) -> Dash:
    return Dash(
        __name__,
        server=server,  # type: ignore[arg-type]  # a Flask is what it takes
        use_pages=True,
        pages_folder="",
        assets_folder=str(files.ROOT),
        assets_ignore="",
        assets_path_ignore=IGNORED_BY_DASH,
        update_title="",
    )


def _put(server: Flask, dash: Dash, socketio: SocketIO, context: Context) -> None:
    """Addresses, socket and who tells whom of a tick."""
    socketio.on_namespace(Live(context.live))
    put_gauges(context, lambda: screens(socketio))
    context.hub.listen(context.measured.ticked)
    context.hub.listen(lambda _: _tell_screens(context))
    api.register(server, context)
    server.register_blueprint(probes.probes(context))
    _put_map_base(server, context.city)
    pages.register(dash, context)


def _tell_screens(context: Context) -> None:
    """While a history is read in, the heartbeat is news enough; reading it all would slow it."""
    if all(source.ready for source in context.sources):
        context.live.notify()


def _put_map_base(server: Flask, city: City) -> None:
    @cache
    def drawn() -> files.File:
        return files.of_text(render_base(city).script, "text/javascript")

    server.add_url_rule(MAP_BASE, "map_base", lambda: files.sent(drawn(), files.OWN_AGE_S))


def screens(socketio: SocketIO) -> int:
    """How many screens listen now."""
    return sum(1 for _ in socketio.server.manager.get_participants(NAMESPACE, None))
