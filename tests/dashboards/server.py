"""The wall over the fixture's morning, for looking at it: `python -m tests.dashboards.server`."""

import sys
from pathlib import Path

from flask import Flask
from flask_socketio import SocketIO  # type: ignore[import-untyped]  # the library ships no types

from dashboards.live import Broadcaster, Live
from dashboards.pages import wall
from dashboards.scenes import SCENES
from tests.dashboards.fixtures.morning import morning

ASSETS = Path(__file__).parents[2] / "assets"


def make_server() -> tuple[Flask, SocketIO, Broadcaster]:
    """A server of the wall alone; nothing runs until the caller starts it."""
    server = Flask(__name__, static_folder=str(ASSETS), static_url_path="/assets")
    socketio = SocketIO(server, async_mode="threading")
    live = Broadcaster(socketio=socketio, source=morning, scenes=SCENES)
    socketio.on_namespace(Live(live))
    wall.register(server, live, morning().city, version="test", speed=1.0)
    return server, socketio, live


if __name__ == "__main__":
    server, socketio, live = make_server()
    live.start()
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8199
    socketio.run(server, host="127.0.0.1", port=port, allow_unsafe_werkzeug=True)
