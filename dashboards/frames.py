"""A frame is what changed: pure functions from props to what goes over the wire."""

from collections.abc import Iterable, Mapping
from typing import Any

from dashboards.i18n import Lang
from dashboards.panels import Panel, Props, render
from dashboards.panels.format import instant_text
from dashboards.snapshot import Snapshot

View = dict[str, Props]


def view(panels: Iterable[Panel], snapshot: Snapshot, lang: Lang) -> View:
    """Every panel of a scene drawn from one snapshot."""
    return {panel.id: render(panel, snapshot, lang) for panel in panels}


def changed(previous: Mapping[str, Props], new: Mapping[str, Props]) -> View:
    """The panels of `new` that `previous` did not show so."""
    return {name: props for name, props in new.items() if previous.get(name) != props}


def frame(
    seq: int, snapshot: Snapshot, panels: Mapping[str, Props], *, full: bool
) -> dict[str, Any]:
    """The message of the contract: every event acknowledged before `as_of` is in it."""
    as_of = instant_text(snapshot.as_of)
    return {"seq": seq, "full": full, "as_of": as_of, "panels": dict(panels)}
