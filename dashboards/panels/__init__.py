"""Every kind of panel: each module here that has `render` is one, named after its file.

A kind is a pure function from a panel, a snapshot and a language to what is shown; `READS` beside
it is what it asks of the city.
"""

import logging
from collections.abc import Iterable, Mapping
from importlib import import_module
from pkgutil import iter_modules

from dashboards.i18n import Lang
from dashboards.panels.panel import Panel, Props, Renderer
from dashboards.snapshot import Snapshot
from pipelines.logs import said
from pipelines.reads import Read

__all__ = ["KINDS", "READS", "Panel", "Props", "reads_of", "render"]
log = logging.getLogger(__name__)

_MODULES = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
_KINDS = {
    module.__name__.rpartition(".")[2]: module for module in _MODULES if hasattr(module, "render")
}
KINDS: Mapping[str, Renderer] = {name: module.render for name, module in _KINDS.items()}
READS: Mapping[str, tuple[Read, ...]] = {name: module.READS for name, module in _KINDS.items()}


def render(panel: Panel, snapshot: Snapshot, lang: Lang = "zh-CN") -> Props:
    """What one panel shows; a panel that fails says so on its own place and spoils no other."""
    try:
        return KINDS[panel.kind](panel, snapshot, lang)
    except Exception:
        log.exception(said("panel_failed", panel=panel.id))
        return {"state": "error"}


def reads_of(panels: Iterable[Panel]) -> tuple[Read, ...]:
    """Every read the panels need, each once, in order of first mention."""
    return tuple(dict.fromkeys(read for panel in panels for read in panel.reads))
