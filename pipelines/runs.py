"""Sorted runs of 64-bit keys on the disk: what the sealed years hold is known without reading them.

A run is a file of n keys, ascending, and then their n values, all unsigned and little-endian. Few
runs lie beside each other: a new one is merged with the last while that is not much larger.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

KEY = np.dtype("<u8")
RATIO, PARTS = 4, 64
Keys = NDArray[Any]


def write_run(path: Path, keys: Keys, values: Keys) -> None:
    """A run of its own of these keys, in any order, and their values."""
    order = np.argsort(keys, kind="stable")
    with path.open("wb") as file:
        file.write(keys[order].astype(KEY).tobytes())
        file.write(values[order].astype(KEY).tobytes())


def find_keys(paths: Sequence[Path], keys: Keys) -> list[tuple[int, int]]:
    """(position in `keys`, value) of every entry of the runs that has one of the keys."""
    asked = keys.astype(KEY, copy=False)
    return [pair for path in paths for pair in _found(path, asked)]


def to_merge(sizes: Sequence[int]) -> int:
    """How many of the last runs, oldest first, are merged into one: 0 for none."""
    last, together = 1, sizes[-1]
    for size in reversed(sizes[:-1]):
        if size >= RATIO * together:
            break
        last, together = last + 1, together + size
    return last if last > 1 else 0


def merge_runs(paths: Sequence[Path], target: Path) -> None:
    """One run of all entries, written part by part so that it needs little memory."""
    runs = [_mapped(path) for path in paths]
    total = sum(len(keys) for keys, _ in runs)
    merged = np.memmap(target, KEY, "w+", shape=(2 * total,))
    start = 0
    for bounds in _parts(runs):
        slices = [slice(low, high) for low, high in bounds]
        keys = np.concatenate([run[0][part] for run, part in zip(runs, slices, strict=True)])
        values = np.concatenate([run[1][part] for run, part in zip(runs, slices, strict=True)])
        order = np.argsort(keys, kind="stable")
        end = start + len(keys)
        merged[start:end], merged[total + start : total + end] = keys[order], values[order]
        start = end
    merged.flush()


def _parts(runs: Sequence[tuple[Keys, Keys]]) -> list[list[tuple[int, int]]]:
    """Per part of the span of keys, where it begins and ends in each run."""
    edges = np.arange(1, PARTS, dtype=KEY) * np.uint64(2**64 // PARTS)
    cuts = [[0, *np.searchsorted(keys, edges).tolist(), len(keys)] for keys, _ in runs]
    return [[(cut[i], cut[i + 1]) for cut in cuts] for i in range(PARTS)]


def _mapped(path: Path) -> tuple[Keys, Keys]:
    whole = np.memmap(path, KEY, "r")
    return whole[: len(whole) // 2], whole[len(whole) // 2 :]


def _found(path: Path, asked: Keys) -> Iterator[tuple[int, int]]:
    keys, values = _mapped(path)
    begins = np.searchsorted(keys, asked)
    near = np.minimum(begins, len(keys) - 1)
    for i in np.flatnonzero(keys[near] == asked):
        place = int(begins[i])
        while place < len(keys) and keys[place] == asked[i]:
            yield int(i), int(values[place])
            place += 1
