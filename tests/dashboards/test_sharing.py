"""What goes to many screens is packed once, and every client reads it as it was written."""

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
import websocket
from werkzeug.serving import make_server

from dashboards.sharing import SMALLEST, Packed, framed, takes_compression
from dashboards.wire import Wire, written
from tests.dashboards.server import make_screens

BROWSER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"


@contextmanager
def address() -> Iterator[str]:
    screens = make_screens()
    server = make_server("127.0.0.1", 0, screens.server, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"ws://127.0.0.1:{server.server_port}/socket.io/?EIO=4&transport=websocket"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def first_frame(url: str, *headers: str) -> tuple[bool, str]:
    """Whether the first large message came compressed, and its text."""
    line = websocket.create_connection(url, timeout=30, header=list(headers))
    line.skip_utf8_validation = True
    line.send("40/live,")
    while True:
        frame = line.frame_buffer.recv_frame() if not headers else unchecked(line)
        if len(frame.data) > SMALLEST:
            line.sock.close()
            return bool(frame.rsv1), text_of(frame)


def unchecked(line: websocket.WebSocket) -> websocket.ABNF:
    """A frame whose compression the client library itself does not know."""
    buffer = line.frame_buffer
    buffer.recv_header()
    buffer.recv_length()
    buffer.recv_mask()
    fin, first, *_ = buffer.header
    frame = websocket.ABNF(fin, first, 0, 0, buffer.header[4])
    frame.data = buffer.recv_strict(buffer.length)
    buffer.clear()
    return frame


def text_of(frame: websocket.ABNF) -> str:
    if not frame.rsv1:
        return str(frame.data.decode())
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(frame.data + b"\0\0\xff\xff").decode()


def test_a_browser_and_a_plain_client_get_the_same_frame() -> None:
    with address() as url:
        packed, plain = first_frame(url, BROWSER), first_frame(url)
    assert (packed[0], plain[0]) == (True, False)
    shown = [json.loads(text.partition(",")[2]) for _, text in (packed, plain)]
    assert shown[0][0] == "frame"
    assert shown[0][1]["panels"] == shown[1][1]["panels"]


def test_many_screens_share_the_bytes_of_one_message() -> None:
    packed, message = Packed(), "受理" * SMALLEST
    assert packed(message, compressed=True) is packed(message, compressed=True)
    assert packed(message, compressed=True) != packed(message, compressed=False)


def test_only_the_latest_messages_are_kept() -> None:
    packed = Packed()
    first = packed("0" * SMALLEST, compressed=True)
    for number in range(1, 20):
        packed(str(number) * SMALLEST, compressed=True)
    assert packed("0" * SMALLEST, compressed=True) is not first


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, 200_000])
def test_a_message_of_any_size_is_framed_as_the_standard_says(size: int) -> None:
    made = framed(b"a" * size, compressed=False)
    head = 2 if size < 126 else 4 if size < 65_536 else 10
    said = made[1] if head == 2 else int.from_bytes(made[2:head], "big")
    assert (made[0], said, len(made)) == (0x81, size, head + size)


@pytest.mark.parametrize(
    ("offered", "taken"),
    [
        ("", False),
        ("permessage-deflate", True),
        ("permessage-deflate; client_max_window_bits", True),
        ("permessage-deflate; server_max_window_bits=10", False),
        ("x-webkit-deflate-frame", False),
    ],
)
def test_compression_is_for_those_who_take_it(offered: str, taken: bool) -> None:
    assert takes_compression(offered) is taken


def test_what_is_written_is_put_into_its_packet_as_it_stands() -> None:
    message = {"title": "受理", "value": 1}
    assert Wire.dumps(["frame", written(message)]) == '["frame",{"title":"受理","value":1}]'
    assert written(message).size == len(json.dumps(message, ensure_ascii=False).encode()) - 3
    assert Wire.loads(Wire.dumps(["frame", message])) == ["frame", message]
