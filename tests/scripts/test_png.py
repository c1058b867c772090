"""A picture of few colours is the same behind the palette; one of many is near it."""

import struct
import zlib

import numpy as np
import pytest
from numpy.typing import NDArray

from scripts.png import COLOURS, palette_png, quantized


def read(png: bytes) -> NDArray[np.uint8]:
    """The pixels of a PNG with a palette and unfiltered rows; AssertionError for a torn one."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(png):
        (size,) = struct.unpack_from(">I", png, at)
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert struct.unpack_from(">I", png, at + 8 + size) == (zlib.crc32(kind + data),)
        chunks[kind] = data
        at += 12 + size
    width, height, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert rest == [8, 3, 0, 0, 0]
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, width + 1)
    assert not rows[:, 0].any()
    return np.frombuffer(chunks[b"PLTE"], np.uint8).reshape(-1, 3)[rows[:, 1:]]


@pytest.mark.parametrize("size", [(1, 1), (3, 7), (40, 25)])
def test_few_colours_are_kept_to_the_bit(size: tuple[int, int]) -> None:
    colours = np.array([[10, 20, 33], [250, 8, 8], [255, 255, 255], [90, 91, 200]], np.uint8)
    rgb = colours[np.arange(size[0] * size[1]) % 4].reshape(*size, 3)
    assert (read(palette_png(rgb)) == rgb).all()


def test_many_colours_become_near_ones() -> None:
    rgb = np.random.default_rng(5).integers(0, 256, (120, 130, 3), np.uint8)
    colours, _ = quantized(rgb.reshape(-1, 3))
    assert len(colours) == COLOURS
    away = np.abs(read(palette_png(rgb)).astype(int) - rgb)
    assert away.mean() < 16
