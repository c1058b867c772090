"""How frames go over the socket: written once, for however many screens.

A frame that is written already is put into its packet as it stands; everything else is the socket
library's own JSON, small enough not to matter.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_socketio import SocketIO

from dashboards.sharing import sharing_sockets

_SEPARATORS = (",", ":")


@dataclass(frozen=True, slots=True)
class Written:
    """A message as JSON text."""

    text: str

    @property
    def size(self) -> int:
        """Bytes on the wire, without the few of the packet around it."""
        return len(self.text.encode())


def written(message: Mapping[str, Any]) -> Written:
    """The message as it goes to every screen, its Chinese unescaped: half the bytes."""
    return Written(json.dumps(message, ensure_ascii=False, separators=_SEPARATORS))


class Wire:
    """The JSON of the socket library, which knows what is written already."""

    loads = staticmethod(json.loads)

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        """`["event", message]` with a written message, or any other value."""
        if isinstance(value, list) and len(value) == 2 and isinstance(value[1], Written):
            return f"[{json.dumps(value[0])},{value[1].text}]"
        return json.dumps(value, ensure_ascii=False, separators=_SEPARATORS)


def make_socket(server: Flask) -> SocketIO:
    """The socket of a server."""
    socketio = SocketIO(server, async_mode="threading", json=Wire)
    engine = socketio.server.eio
    engine._async = {**engine._async, "websocket": sharing_sockets()}  # it offers no other way
    return socketio
