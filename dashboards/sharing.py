"""The WebSocket of the screens: a frame is compressed and packed once, and these bytes go to all.

The library's own socket compresses for each browser anew, a millisecond of every frame for every
screen. A message compressed without what went before is right for every browser that takes
compression at all; small messages go as they are.
"""

import struct
import zlib
from collections.abc import Iterable
from threading import Lock
from typing import Any

import simple_websocket
from engineio.async_drivers._websocket_wsgi import (  # type: ignore[import-untyped]  # has no types
    SimpleWebSocketWSGI,
)

SMALLEST, LEVEL, TAIL = 512, 6, 4
TEXT, COMPRESSED = 0x81, 0x40
KEPT = 8


class Packed:
    """The latest messages as the bytes of a WebSocket frame, by text and by compression."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, bool], bytes] = {}
        self._lock = Lock()

    def __call__(self, message: str, *, compressed: bool) -> bytes:
        """The frame; made by the first who asks while the others wait."""
        if len(message) < SMALLEST:
            return framed(message.encode(), compressed=False)
        with self._lock:
            made = self._kept.get((message, compressed))
            if made is None:
                made = framed(message.encode(), compressed=compressed)
                self._kept[message, compressed] = made
                if len(self._kept) > KEPT:
                    del self._kept[next(iter(self._kept))]
            return made


def framed(text: bytes, *, compressed: bool) -> bytes:
    """One text message as RFC 6455 frames it for a client, and RFC 7692 where compressed."""
    body, first = text, TEXT
    if compressed:
        squeeze = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        body = (squeeze.compress(text) + squeeze.flush(zlib.Z_SYNC_FLUSH))[:-TAIL]
        first |= COMPRESSED
    size = len(body)
    if size < 126:
        return struct.pack("!BB", first, size) + body
    if size < 1 << 16:
        return struct.pack("!BBH", first, 126, size) + body
    return struct.pack("!BBQ", first, 127, size) + body


def takes_compression(offered: str) -> bool:
    """Whether what a client offers lets any message be compressed with the usual window."""
    offers = [offer.strip() for offer in offered.lower().split(",")]
    asked = [offer for offer in offers if offer.startswith("permessage-deflate")]
    return bool(asked) and "server_max_window_bits" not in asked[0]


def sharing_sockets() -> type[Any]:
    """The kind of socket of one server, whose connections share what they send."""
    packed = Packed()

    class Sharing(SimpleWebSocketWSGI):  # type: ignore[misc]  # its base has no types
        """One screen's connection."""

        def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            """Serve the connection until it ends."""
            offered = environ.get("HTTP_SEC_WEBSOCKET_EXTENSIONS", "")
            self.compressed = takes_compression(offered)
            found: Iterable[bytes] = super().__call__(environ, start_response)
            return found

        def send(self, message: str | bytes) -> None:
            """Send it whole; OSError when nobody is there."""
            if isinstance(message, bytes):
                super().send(message)
                return
            if not self.ws.connected:
                raise OSError(simple_websocket.ConnectionClosed.__name__)
            self.ws.sock.sendall(packed(message, compressed=self.compressed))

    return Sharing
