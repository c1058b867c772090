"""The screens over the fixture's morning; `python -m tests.dashboards.server` shows them."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import Dash
from flask import Flask
from flask_socketio import SocketIO

from dashboards import pages
from dashboards.api.files import Files, register
from dashboards.live import Broadcaster, Live
from dashboards.scenes import SCENES
from dashboards.snapshot import Snapshot
from dashboards.wire import make_socket
from pipelines.catalogue import load_metrics
from tests.dashboards.fixtures.morning import morning


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What pages are given."""

    live: Broadcaster
    city: Any
    clock: Any
    catalogue: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Screens:
    """A server of all pages of this room; nothing runs until the caller starts it."""

    server: Flask
    socketio: SocketIO
    live: Broadcaster


def make_screens(source: Callable[[], Snapshot] = morning, **timing: Any) -> Screens:
    """The pages over any source of snapshots."""
    server = Flask(__name__, static_folder=None)
    register(server, Files())
    app = Dash(__name__, server=server, use_pages=True, pages_folder="")  # type: ignore[arg-type]  # a Flask is what it takes
    socketio = make_socket(server)
    live = Broadcaster(socketio=socketio, source=source, scenes=SCENES, version="v1", **timing)
    socketio.on_namespace(Live(live))
    context = Context(live=live, city=source().city, clock=None, catalogue=load_metrics())
    pages.register(app, context)
    return Screens(server=server, socketio=socketio, live=live)


if __name__ == "__main__":
    screens = make_screens()
    screens.live.start()
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8199
    screens.socketio.run(screens.server, host="127.0.0.1", port=port, allow_unsafe_werkzeug=True)
