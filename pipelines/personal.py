"""What names a person is kept apart from the log, so that it can be erased and the act remain."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from pipelines.event import Event

FIELDS = ("reporter", "caller")


def split_personal(event: Event, secret: bytes) -> tuple[str, dict[str, str]]:
    """The event's data as JSON without what names a person, and that apart, by field.

    In place of a reporter stands his pseudonym, so that his reports can be counted.
    """
    data = {name: value for name, value in event.data.items() if value is not None}
    private: dict[str, str] = {}
    for field in FIELDS:
        if field in data:
            private[field] = json.dumps(data.pop(field), ensure_ascii=False)
    if "reporter" in private:
        named = identity(event.data["reporter"])
        data["reporter_key"] = None if named is None else pseudonym(named, secret)
    return json.dumps(data, ensure_ascii=False), private


def identity(reporter: str | Mapping[str, Any]) -> str | None:
    """What identifies a reporter: the string, or the first given of id, name, phone, email."""
    if isinstance(reporter, str):
        return reporter
    return next((reporter[k] for k in ("id", "name", "phone", "email") if reporter.get(k)), None)


def pseudonym(reporter: str, secret: bytes) -> str:
    """Sixteen hex digits that only the holder of the database's secret can make again."""
    return blake2b(str(reporter).encode(), key=secret, digest_size=8).hexdigest()
