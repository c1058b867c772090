"""Where events come from, one source a file, found by its name: each module with `events` is one.

May import: `pipelines.event`, `pipelines.fields`, `pipelines.casework`, the city pack, libraries of
the field. May not: the store or the engine; a source hands its events over and is told what became
of them.
"""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from pipelines.city import City
from pipelines.sources.faults import ImportFailed

Telling = Callable[[str, City], Iterable[Mapping[str, Any]]]


def find_source(name: str) -> Telling:
    """`events(place, city)` of the module `name`: what a file or an address tells now, as
    CloudEvents; telling the same twice is harmless. ImportFailed says which sources there are."""
    there = {found.name for found in iter_modules(__path__)}
    telling: Telling | None = _events(name) if name in there else None
    if telling is None:
        known = ", ".join(sorted(module for module in there if _events(module)))
        raise ImportFailed(f"{name}: there is no such source; there are {known}")
    return telling


def _events(name: str) -> Telling | None:
    return getattr(import_module(f"{__name__}.{name}"), "events", None)
