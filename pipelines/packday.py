"""Holds the simulated day of a pack, day.toml, to the pack's own channels, categories and zones."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.pack import Pack, Toml
from pipelines.packrules import Contents

FILE = "day.toml"
_HOURS = 24


def check_day(pack: Pack, day: Toml, contents: Contents) -> None:
    """Notes every code the day names that the pack does not know, and curves that are no day."""
    known = {
        "channels": {channel.code for _, channel in contents.channels},
        "categories": {category.code for _, category in contents.categories} | {"other"},
        "zones": {zone.id for _, zone in contents.zones},
    }
    for field, kind, code in _codes(day.values):
        if code not in known[kind]:
            why = f'"{code}" is none of the {kind} of the pack'
            pack.wrong(FILE, why, line=day.line(field), name=field)
    for code, channel in _table(day.values.get("channels")).items():
        hours = _table(channel).get("hours")
        if hours is not None and (not isinstance(hours, list) or len(hours) != _HOURS):
            field = f"channels.{code}.hours"
            pack.wrong(
                FILE, "needs a weight for each hour of 0 to 23", line=day.line(field), name=field
            )


def _codes(day: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(field, kind, code) of every code that day.toml names."""
    for kind in ("channels", "categories"):
        for code in _table(day.get(kind)):
            yield f"{kind}.{code}", kind, code
    for table in ("incidents", "routing"):
        entries = day.get(table)
        for entry in entries if isinstance(entries, list) else []:
            for kind in ("channels", "categories", "zones"):
                for code in _table(entry).get(kind, ()):
                    yield f"{table}.{kind}", kind, str(code)


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
