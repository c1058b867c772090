"""Log lines: one line an event of the service's life, as `key=value` or as JSON.

A line is made of what the service knows of itself. An exception is told by its kind and the places
it passed, never by its own words, because these may hold what a citizen wrote.
"""

import json
import logging
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

FORMS = ("text", "json")
_PLACES = 4


@dataclass(frozen=True, slots=True)
class Said:
    """An event of the service's life and what belongs to it; `str` is its `key=value` form."""

    event: str
    fields: Mapping[str, object]

    def __str__(self) -> str:
        return _pairs({"event": self.event, **self.fields})


def said(event: str, **fields: object) -> Said:
    """What a logger is given as its message; a field that is None is left out."""
    known = {name: _plain(value) for name, value in fields.items() if value is not None}
    return Said(event, known)


class Lines(logging.Formatter):
    """Writes records in one of FORMS, each on one line whatever its fields hold."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._write = _json if form == "json" else _pairs

    def format(self, record: logging.LogRecord) -> str:
        """Time in UTC and level, then the event, then where an exception came from."""
        at = datetime.fromtimestamp(record.created, UTC)
        known = {"time": _plain(at), "level": record.levelname.lower()}
        return self._write({**known, **_told(record), **_fault(record)})


def log_to(stream: TextIO, *, level: str, form: str) -> None:
    """Have everything that is logged written there, unless this process logs elsewhere already."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines(form))
    logging.basicConfig(level=level.upper(), handlers=[handler])


def _told(record: logging.LogRecord) -> dict[str, object]:
    if isinstance(record.msg, Said):
        return {"event": record.msg.event, **record.msg.fields}
    first = record.getMessage().partition("\n")[0]
    return {"event": "message", "logger": record.name, "message": first}


def _fault(record: logging.LogRecord) -> dict[str, object]:
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    frames = traceback.extract_tb(record.exc_info[2])[-_PLACES:]
    at = " ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    return {"error": record.exc_info[0].__name__, "at": at}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03d}Z"
    if isinstance(value, float):
        return round(value, 3)
    return value if isinstance(value, bool | int | str) else str(value)


def _json(fields: Mapping[str, object]) -> str:
    return json.dumps(fields)


def _pairs(fields: Mapping[str, object]) -> str:
    return " ".join(f"{name}={_word(value)}" for name, value in fields.items())


def _word(value: object) -> str:
    """A value as one word, in quotes with escapes where it would not be one."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if not text.isprintable():
        return json.dumps(text)
    quoted = not text or any(sign in text for sign in ' ="')
    return json.dumps(text, ensure_ascii=False) if quoted else text
