"""JSON documents and JSON lines: records with members, nested as their city made them."""

import json
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pipelines.sources.faults import ImportFailed
from pipelines.sources.rows import Row, Table, check_paths
from pipelines.sources.rows_text import open_text
from pipelines.sources.rules import Profile
from pipelines.sources.values import look

_HEADINGS = ("record",)
_LOOKED_AT = 1_000


def open_json(path: Path, profile: Profile) -> Table:
    """One JSON document, a list of records (at `records` if the profile names a path) → Table."""
    text = "".join(open_text(path, profile))
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as wrong:
        place = f"line {wrong.lineno}, column {wrong.colno}"
        raise ImportFailed(f"{path.name}, {place}: broken JSON: {wrong.msg}") from None
    except (RecursionError, ValueError):
        raise ImportFailed(
            f"{path.name}: the JSON is nested too deeply or has a number of too many digits"
        ) from None
    records = _records(path, document, profile)
    check_paths(path.name, [item for item in records if isinstance(item, Mapping)], profile)
    rows = (_row(number, item, None) for number, item in enumerate(records, 1))
    return Table(headings=_HEADINGS, rows=rows)


def _records(path: Path, document: Any, profile: Profile) -> list[Any]:
    found = document
    if profile.records:
        found = look(document, profile.records) if isinstance(document, Mapping) else None
    if isinstance(found, list):
        return found
    lists = (
        [key for key, value in document.items() if isinstance(value, list)]
        if isinstance(document, Mapping)
        else []
    )
    named = f"records = {profile.records!r}" if profile.records else "the document"
    near = f'; write records = "{lists[0]}" into the profile' if lists else ""
    raise ImportFailed(f"{path.name}: {named} is no list of records{near}")


def open_ndjson(path: Path, profile: Profile) -> Table:
    """One record a line → Table; a broken line is a bad row."""
    rows = _lines(open_text(path, profile))
    first = list(islice(rows, _LOOKED_AT))
    check_paths(path.name, [row.record for row in first if not row.problem], profile)
    return Table(headings=_HEADINGS, rows=chain(first, rows))


def _lines(lines: Iterator[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        if line.strip(" \t\r\n\x1a"):
            yield _line(number, line.rstrip("\r\n"))


def _line(number: int, line: str) -> Row:
    try:
        return _row(number, json.loads(line), line)
    except json.JSONDecodeError as wrong:
        problem = f"column {wrong.colno}: broken JSON: {wrong.msg}"
    except (RecursionError, ValueError):
        problem = "the JSON is nested too deeply or has a number of too many digits"
    return Row(number=number, record={}, raw=(line,), problem=problem)


def _row(number: int, item: Any, line: str | None) -> Row:
    raw = (line if line is not None else json.dumps(item, ensure_ascii=False),)
    if not isinstance(item, Mapping):
        return Row(number=number, record={}, raw=raw, problem="is no object with named members")
    return Row(number=number, record=item, raw=raw)
