"""The tables of the report, as Markdown."""

from collections.abc import Mapping, Sequence
from typing import Any

from bench.peers import OURS, PEERS
from bench.results import Cell, Cells

BATCHES = (1, 100, 1_000, 20_000)
NONE = "—"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under heads; the first column is words, the others stand to the right."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def words(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of words, all to the left."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def ratios(cells: Cells, cases: int, name: str) -> Mapping[int, float]:
    """An engine's times against ours by size of the batch, where both may be ranked."""
    theirs, ours = cells[cases, name], cells.get((cases, OURS))
    if ours is None or name == OURS or not theirs.ranked:
        return {}
    return {
        size: theirs.medians[size].whole_ms / ours.medians[size].whole_ms
        for size in BATCHES
        if size in theirs.medians and size in ours.medians
    }


def times(cells: Cells, cases: int) -> str:
    """Time and ratio by size of the batch, and the events a second of the large batches."""
    heads = ["engine", *(f"{size:,}" for size in BATCHES), "events/s at 20,000", "same answers"]
    rows = [
        [
            cell.peer.title,
            *(_time(cells, cell, size) for size in BATCHES),
            _speed(cell),
            _same(cell),
        ]
        for cell in _of(cells, cases)
    ]
    return table(heads, rows)


def costs(cells: Cells, cases: int) -> str:
    """Processor, memory, disk and the time to load and to open again."""
    heads = [
        "engine", *(f"CPU ms, {size:,}" for size in BATCHES), "taking 1,000, ms", "answer, ms",
        "memory, MiB", "peak, MiB", "disk, MiB", "opened, s", "history loaded, s",
    ]  # fmt: skip
    return table(heads, [_cost(cell) for cell in _of(cells, cases)])


def growth(cells: Cells, sizes: Sequence[int]) -> str:
    """Each engine's times over the longer histories against its own over the shortest."""
    least, *longer = sizes
    heads = ["engine", *(f"{cases:,}, by {size:,}" for cases in longer for size in BATCHES)]
    rows = [
        [peer.title, *(_growth(cells, peer.name, (least, cases), size)
                       for cases in longer for size in BATCHES)]
        for peer in PEERS
    ]  # fmt: skip
    said = f"Times the median over {least:,} cases:\n\n"
    return said + table(heads, rows) if longer else "One history alone shows no growth.\n"


def promises() -> str:
    """What each engine gives its user, in words."""
    heads = [
        "engine", "on the disk after a batch", "late, doubled, reopened: by", "passed limits: by",
        "quantile", "an earlier instant",
    ]  # fmt: skip
    rows = [
        [peer.title, peer.durable or "**nothing**", peer.late, peer.clock, peer.quantile, peer.past]
        for peer in PEERS
    ]
    return words(heads, rows)


def reads(found: Sequence[Mapping[str, Any]]) -> str:
    """What reading cost, a column a history."""
    names = [name for name in found[0] if name != "cases"]
    heads = ["", *(f"{one['cases']:,} cases" for one in found)]
    return table(heads, [[name, *(_read(one.get(name)) for one in found)] for name in names])


def _read(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{number(value['p50_ms'])}, {number(value['p99_ms'])}"
    return f"{value:,}" if isinstance(value, int) else number(value)


def _of(cells: Cells, cases: int) -> list[Cell]:
    return [cells[cases, peer.name] for peer in PEERS if (cases, peer.name) in cells]


def _time(cells: Cells, cell: Cell, size: int) -> str:
    if size not in cell.medians or not cell.ranked:
        return NONE
    ratio = ratios(cells, cell.cases, cell.peer.name).get(size)
    return number(cell.medians[size].whole_ms) + (f" (×{ratio:.2g})" if ratio else "")


def _speed(cell: Cell) -> str:
    size = BATCHES[-1]
    if size not in cell.medians or not cell.ranked:
        return NONE
    return f"{1000 * size / cell.medians[size].whole_ms:,.0f}"


def _same(cell: Cell) -> str:
    if cell.wrong or cell.told.get("forgot"):
        return "**no**"
    if cell.peer.name == OURS:
        return "measure"
    return f"{cell.compared} of {cell.compared}" if cell.compared else NONE


def _cost(cell: Cell) -> list[str]:
    middle = cell.medians.get(1_000)
    batch = [found.cpu_ms if found else None for found in map(cell.medians.get, BATCHES)]
    batch += [middle.tick_ms, middle.answer_ms] if middle else [None, None]
    told = [cell.told.get(name) for name in ("rss_mib", "peak_mib", "disk_mib")]
    if not cell.peer.durable:
        told[2] = None
    rest = [cell.told.get("reopen_s"), cell.told.get("load_s")]
    return [cell.peer.title, *(number(value) for value in [*batch, *told, *rest])]


def _growth(cells: Cells, name: str, sizes: tuple[int, int], batch: int) -> str:
    least, more = (cells.get((cases, name)) for cases in sizes)
    if not least or not more or not (least.ranked and more.ranked):
        return NONE
    if batch not in least.medians or batch not in more.medians:
        return NONE
    return f"×{more.medians[batch].whole_ms / least.medians[batch].whole_ms:.2g}"


def number(value: float | None) -> str:
    """Three digits that count."""
    if value is None:
        return NONE
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
