"""The pages, one a file: each module here has `register(app, context)`, and this calls them all.

A page drawn by the server puts its own address on the Flask server; a page drawn by Dash goes
through `add_page`, the only caller of Dash's registry. A `PLACE` in the module lists the page.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Protocol

import dash

from dashboards.live import Broadcaster
from pipelines.catalogue import Catalogue
from pipelines.city import City


class Context(Protocol):
    """What pages are given; `clock` may have a `speed`."""

    @property
    def live(self) -> Broadcaster: ...
    @property
    def city(self) -> City: ...
    @property
    def clock(self) -> Any: ...
    @property
    def catalogue(self) -> Catalogue: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How people come to the page `name`: its words are `page.NAME.title` and `page.NAME.help`."""

    name: str
    path: str


@cache
def listed() -> tuple[Way, ...]:
    """The pages that have a `PLACE`, in its order; on `/NAME` unless the page has a `PATH`."""
    found = [
        (module.PLACE, module.__name__.rpartition(".")[2], getattr(module, "PATH", None))
        for module in _modules()
        if hasattr(module, "PLACE")
    ]
    return tuple(Way(name=name, path=path or f"/{name}") for _, name, path in sorted(found))


def register(app: dash.Dash, context: Context) -> None:
    """Put every page of this folder on the app; RuntimeError for a way that leads nowhere."""
    for module in _modules():
        module.register(app, context)
    served = {rule.rule for rule in app.server.url_map.iter_rules()}
    served |= {str(page["path"]) for page in dash.page_registry.values()}
    for way in listed():
        if way.path not in served:
            raise RuntimeError(f"pages/{way.name}.py: has a PLACE and puts no page on {way.path}")


def _modules() -> Iterator[ModuleType]:
    for found in iter_modules(__path__, f"{__name__}."):
        module = import_module(found.name)
        if hasattr(module, "register"):
            yield module


def add_page(name: str, path: str, title: str, layout: Callable[..., Any]) -> None:
    """A page drawn by Dash. The registry is the process', so a layout finds its app by request."""
    known = {"path": path, "name": name, "title": title, "layout": layout}
    dash.register_page(f"citysense.{name}", **known)  # type: ignore[no-untyped-call]  # as shipped
