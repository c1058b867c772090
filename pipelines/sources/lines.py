"""A file of CloudEvents, one a line of JSON: what a gateway or another citysense wrote down."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipelines.city import City


def events(place: str, _: City) -> Iterator[Mapping[str, Any]]:
    """Every line that is not empty, as it stands; ValueError names the line that is no JSON."""
    with Path(place).open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _read(number, line)


def _read(number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as wrong:
        raise ValueError(f"line {number} is no JSON: {wrong}") from None
