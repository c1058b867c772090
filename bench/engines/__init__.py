"""One file an engine; each is named in `bench.peers` and imported only in its own process.

`open_engine` gives what speaks the four words below; a file that needs a library imports it on top,
so that a peer which is not installed is found out by importing its file.
"""

from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from bench.acts import Act, Line
from bench.ground import Ground
from bench.history import Day


class Engine(Protocol):
    """An engine with a history, asked after every batch."""

    def load(self, days: Iterable[Day]) -> None:
        """Take the history in the way its user would take one in."""

    def prepare(self, acts: Sequence[Act]) -> Any:
        """What `tick` wants of a batch: the engine's own type of a checked event; not timed."""

    def tick(self, batch: Any, as_of: int) -> None:
        """Take a batch in; where the engine is durable, durably."""

    def answer(self, as_of: int) -> list[Line]:
        """The wall's question at an instant, see `bench.acts`."""

    def close(self) -> None:
        """Let go of everything; what is durable can be opened again."""


def open_engine(name: str, folder: Path, ground: Ground) -> Engine:
    """The engine of that name over a folder of its own, which may hold what it left there."""
    made: Engine = import_module(f"bench.engines.{name}").make(folder, ground)
    return made
