"""Runs an app until it is told to end: listens first, so a taken port is said before it starts."""

import logging
import signal
import socket
import ssl
from collections.abc import Callable
from threading import Event, Thread
from types import FrameType
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from dashboards.api.control import Control
from dashboards.api.life import Life
from dashboards.api.version import product_version
from dashboards.server import App
from pipelines.logs import said
from pipelines.settings import Settings, SettingsError

LOOK_S = 1.0
log = logging.getLogger(__name__)


class Quiet(WSGIRequestHandler):
    """Writes no line a request: links of citizens are never logged."""

    protocol_version = "HTTP/1.1"

    def run_wsgi(self) -> None:
        """One request a connection: what follows a socket's end is no request."""
        super().run_wsgi()
        self.close_connection = True

    def version_string(self) -> str:
        """No versions for strangers."""
        return "citysense"

    def log_request(self, *_: Any) -> None:
        """Nothing."""


def listening(settings: Settings) -> socket.socket:
    """The socket to serve on; SettingsError with a sentence for its user."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((settings.host, settings.port))
        door.listen(128)
    except OSError as wrong:
        door.close()
        where = f"{settings.host}:{settings.port}"
        raise SettingsError(
            f"{where} cannot be listened on: {wrong.strerror}; choose another by --port"
        ) from None
    return door


def refuse_public(settings: Settings, *, accounts: bool, certificate: bool) -> None:
    """A server that others can reach needs accounts and HTTPS; SettingsError."""
    if settings.loopback:
        return
    if not accounts:
        raise SettingsError(
            f"--host {settings.host}: a public address needs accounts, there are none"
        )
    if not (certificate or settings.tls_proxy):
        raise SettingsError(
            f"--host {settings.host}: a public address needs --certificate and --key, "
            "or CITYSENSE_TLS_PROXY=true where a proxy speaks HTTPS"
        )


def serve(
    app: App,
    door: socket.socket,
    *,
    certificate: tuple[str, str] | None = None,
    say: Callable[[str], object] = print,
) -> None:
    """Serve until SIGTERM or SIGINT, then finish what waits."""
    ended = Event()
    _on_signals(ended)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = _server(app, door, certificate)
    control = Control(app.context)
    host, port = door.getsockname()[:2]
    _tell_start(app, host, port)
    app.start()
    control.start()
    Thread(target=server.serve_forever, name="http", daemon=True).start()
    say(f"{'https' if certificate else 'http'}://{host}:{port}/")
    _live(Life(app.context), ended)
    server.shutdown()
    control.stop()
    app.stop()
    door.close()
    log.info(said("stopped"))


def _tell_start(app: App, host: str, port: int) -> None:
    context = app.context
    known = {"version": product_version(), "city": context.city.name, "host": host, "port": port}
    known |= {"database": context.settings.database_path, "simulated": context.simulated}
    log.info(said("started", **known, sources=len(context.sources)))


def _live(life: Life, ended: Event) -> None:
    """Until the end, whatever looking meets."""
    while not ended.wait(LOOK_S):
        try:
            life.look()
        except Exception:
            log.exception(said("look_failed"))
    log.info(said("stopping"))


def _server(app: App, door: socket.socket, certificate: tuple[str, str] | None) -> BaseWSGIServer:
    host, port = door.getsockname()[:2]
    return make_server(
        host,
        port,
        app.server,
        threaded=True,
        request_handler=Quiet,
        ssl_context=_secured(certificate) if certificate else None,
        fd=door.fileno(),
    )


def _secured(certificate: tuple[str, str]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(*certificate)
    except (OSError, ssl.SSLError) as wrong:
        raise SettingsError(f"{certificate[0]}: the certificate cannot be used: {wrong}") from None
    return context


def _on_signals(ended: Event) -> None:
    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
