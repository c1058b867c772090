"""A panel is data: what it reads, when it is stale, and options of its kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboards.i18n import Lang, t
from dashboards.snapshot import Snapshot
from pipelines.reads import Read

Props = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One place on a screen; `stale_after_s` is how old its data may grow before it says so."""

    id: str
    kind: str
    reads: tuple[Read, ...]
    stale_after_s: int = 60
    options: Mapping[str, Any] = field(default_factory=dict)

    def title(self, lang: Lang) -> str:
        """The panel's name in a language, from the catalogues."""
        return t(lang, f"{self.kind}.title")


Renderer = Callable[[Panel, Snapshot, Lang], Props]
