"""A PNG of at most 256 colours: a third of the bytes of a full one, and a screen's colours are few.

Nothing here reads PNGs: pixels come from the browser that drew them.
"""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
COLOURS, BITS = 256, 5


def palette_png(rgb: Pixels) -> bytes:
    """`rgb`, height × width × 3, as the bytes of a file."""
    height, width, _ = rgb.shape
    colours, places = quantized(rgb.reshape(-1, 3))
    rows = np.zeros((height, width + 1), np.uint8)  # each row begins with its filter: none
    rows[:, 1:] = places.reshape(height, width)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", colours.tobytes()),
            _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)),
            _chunk(b"IEND", b""),
        )
    )


def quantized(rgb: Pixels) -> tuple[Pixels, Pixels]:
    """(colours, the place of each pixel's colour among them), by cutting the widest box in two."""
    fine = rgb.astype(np.int64) >> (8 - BITS)
    bins = (fine[:, 0] << 2 * BITS) | (fine[:, 1] << BITS) | fine[:, 2]
    counts = np.bincount(bins, minlength=1 << 3 * BITS)
    used = np.flatnonzero(counts)
    sums = [np.bincount(bins, rgb[:, c], minlength=counts.size)[used] for c in range(3)]
    weights = counts[used]
    means = np.stack(sums, axis=1) / weights[:, None]
    boxes = [np.arange(used.size)]
    while len(boxes) < COLOURS:
        spreads = [_spread(means[box], weights[box]) for box in boxes]
        widest = int(np.argmax([spread.max() for spread in spreads]))
        if spreads[widest].max() == 0:
            break
        boxes += _halves(boxes.pop(widest), means[:, int(spreads[widest].argmax())], weights)
    table = np.zeros(counts.size, np.uint8)
    colours = np.zeros((len(boxes), 3), np.uint8)
    for place, box in enumerate(boxes):
        table[used[box]] = place
        colours[place] = np.rint(np.average(means[box], axis=0, weights=weights[box]))
    return colours, table[bins]


def _spread(means: NDArray[np.float64], weights: NDArray[np.int64]) -> NDArray[np.float64]:
    """How far the colours of a box lie apart, by channel; many pixels count less than twice."""
    if len(means) == 1:
        return np.zeros(3)
    spread: NDArray[np.float64] = np.var(means, axis=0) * np.sqrt(weights.sum())
    return spread


def _halves(
    box: NDArray[np.int64], channel: NDArray[np.float64], weights: NDArray[np.int64]
) -> list[NDArray[np.int64]]:
    """The box cut at its mean in one channel; both parts hold a colour."""
    middle = np.average(channel[box], weights=weights[box])
    low = channel[box] < middle
    if low.all() or not low.any():
        low = channel[box] <= np.median(channel[box])
    if low.all():
        low = np.arange(box.size) < box.size // 2
    return [box[low], box[~low]]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
