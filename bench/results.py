"""What the processes wrote, as medians, and whether all answers were those of the first engine."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from bench.acts import difference
from bench.peers import OURS, PEERS, Peer

FEWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Median:
    """Of the batches of one size: how many, and the medians of their milliseconds."""

    count: int
    whole_ms: float
    tick_ms: float
    answer_ms: float
    cpu_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One engine over one history. `told` is what its process wrote; `wrong` is None where every
    answer was that of citysense, or says the first that was not; `compared` counts them."""

    peer: Peer
    cases: int
    told: Mapping[str, Any]
    medians: Mapping[int, Median]
    wrong: str | None
    compared: int

    @property
    def ranked(self) -> bool:
        """Whether its times may stand beside those of others."""
        return bool(self.medians) and self.wrong is None and not self.told.get("forgot")


Cells = Mapping[tuple[int, str], Cell]


def read_cells(kept: Path, sizes: Sequence[int]) -> Cells:
    """Every cell that has been run, by size and engine."""
    return {
        (cases, peer.name): _cell(kept / str(cases), peer, cases)
        for cases in sizes
        for peer in PEERS
        if (kept / str(cases) / f"{peer.name}.json").exists()
    }


def _cell(folder: Path, peer: Peer, cases: int) -> Cell:
    told = json.loads((folder / f"{peer.name}.json").read_text())
    wrong, compared = _compare(folder, peer.name)
    return Cell(
        peer=peer,
        cases=cases,
        told=told,
        medians=medians(told["batches"]),
        wrong=wrong,
        compared=compared,
    )


def medians(batches: Sequence[Sequence[float]]) -> Mapping[int, Median]:
    """By size of the batch, where there were enough of them."""
    rows: dict[int, list[Sequence[float]]] = defaultdict(list)
    for size, *spans, measured in batches:
        if measured:
            rows[int(size)].append(spans)
    return {
        size: Median(
            count=len(spans),
            whole_ms=median(tick + answer for tick, answer, _ in spans),
            tick_ms=median(span[0] for span in spans),
            answer_ms=median(span[1] for span in spans),
            cpu_ms=median(span[2] for span in spans),
        )
        for size, spans in rows.items()
        if len(spans) >= FEWEST
    }


def _compare(folder: Path, name: str) -> tuple[str | None, int]:
    ours, theirs = folder / f"{OURS}.npz", folder / f"{name}.npz"
    if not (ours.exists() and theirs.exists()):
        return None, 0
    pairs = list(zip(np.load(ours)["answers"], np.load(theirs)["answers"], strict=False))
    for number, (one, other) in enumerate(pairs, 1):
        if said := difference(one, other):
            return f"after batch {number}: {said}", len(pairs)
    return None, len(pairs)
