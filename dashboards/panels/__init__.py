"""Every kind of panel by name: one pure function each, from a snapshot to what is shown."""

import logging
from collections.abc import Iterable, Mapping

from dashboards.i18n import Lang
from dashboards.panels import (
    channels,
    closing,
    departments,
    economy,
    header,
    health,
    hours,
    loop,
    registration,
    response,
    ticker,
    verdict,
)
from dashboards.panels.panel import Panel, Props, Renderer
from dashboards.snapshot import Snapshot
from pipelines.reads import Read

__all__ = ["KINDS", "Panel", "Props", "reads_of", "render"]
log = logging.getLogger(__name__)

KINDS: Mapping[str, Renderer] = {
    "header": header.render,
    "health": health.render,
    "channels": channels.render,
    "loop": loop.render,
    "response": response.render,
    "closing": closing.render,
    "departments": departments.render,
    "registration": registration.render,
    "economy": economy.render,
    "hours": hours.render,
    "ticker": ticker.render,
    "verdict": verdict.render,
}


def render(panel: Panel, snapshot: Snapshot, lang: Lang = "zh-CN") -> Props:
    """What one panel shows; a panel that fails says so on its own place and spoils no other."""
    try:
        return KINDS[panel.kind](panel, snapshot, lang)
    except Exception:
        log.exception("panel %s could not be drawn", panel.id)
        return {"state": "error"}


def reads_of(panels: Iterable[Panel]) -> tuple[Read, ...]:
    """Every read the panels need, each once, in order of first mention."""
    return tuple(dict.fromkeys(read for panel in panels for read in panel.reads))
