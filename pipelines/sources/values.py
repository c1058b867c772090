"""What a cell says: text without its accidents, numbers, flags and lists.

Spreadsheets leave words of their own in cells (`#NAME?`, `#REF!`); these say that a formula failed,
not what the city knows, so they count as missing whatever the profile names.
"""

import json
import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any

from pipelines.sources.faults import RowRejected
from pipelines.sources.rules import Field

_FORMULA_FAILED = re.compile(
    r"#(NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!|N/A( N/A)?|SPILL!|CALC!|GETTING_DATA|FIELD!|#+)"
)
_YES, _NO = {"true", "yes", "y", "1", "是"}, {"false", "no", "n", "0", "否"}


def look(record: Mapping[str, Any], path: str) -> Any:
    """The value at a column's name or a dotted path; a number in a path picks from a list."""
    if path in record:
        return record[path]
    found: Any = record
    for step in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found


def as_text(value: object) -> str:
    """A cell as text: whole numbers without a fraction, times as ISO, nested values as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip().strip("\ufeff\u200b")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def present(value: object, missing: Collection[str]) -> str | None:
    """The text of a cell, or None where it holds a mark of a missing value."""
    text = as_text(value)
    return None if text in missing or _FORMULA_FAILED.fullmatch(text) else text


def as_number(text: str, spec: Field, decimal: str) -> float:
    """A number; RowRejected names the column."""
    try:
        number = float(text.replace(decimal, "."))
    except ValueError:
        raise RowRejected(f"{spec.columns[0]}: {text!r} is no number") from None
    return number


def as_flag(text: str, spec: Field) -> bool:
    """True or false from the usual words of both languages."""
    word = text.lower()
    if word not in _YES | _NO:
        raise RowRejected(f"{spec.columns[0]}: {text!r} is neither yes nor no")
    return word in _YES


def as_list(value: object, text: str) -> list[Any]:
    """A list as it is, a text as its parts between semicolons."""
    if isinstance(value, list):
        return value
    return [part.strip() for part in text.split(";") if part.strip()]
