"""The pages, one a file: each module here has `register(app, context)`, and this calls them all.

A page drawn by the server puts its own address on the Flask server; a page drawn by Dash goes
through `add_page`, the only caller of Dash's registry.
"""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol

import dash

from dashboards.live import Broadcaster
from pipelines.city import City


class Context(Protocol):
    """What pages are given; `clock` may have a `speed`, `catalogue` iterates over metrics."""

    @property
    def live(self) -> Broadcaster: ...
    @property
    def city(self) -> City: ...
    @property
    def clock(self) -> Any: ...
    @property
    def catalogue(self) -> Any: ...


def register(app: dash.Dash, context: Context) -> None:
    """Put every page of this folder on the app."""
    for found in iter_modules(__path__, f"{__name__}."):
        put = getattr(import_module(found.name), "register", None)
        if put:
            put(app, context)


def add_page(name: str, path: str, title: str, layout: Callable[..., Any]) -> None:
    """A page drawn by Dash. The registry is the process', so a layout finds its app by request."""
    known = {"path": path, "name": name, "title": title, "layout": layout}
    dash.register_page(f"citysense.{name}", **known)  # type: ignore[no-untyped-call]  # as shipped
