"""The wall: one page drawn by the server from the last snapshot, then kept alive by the socket.

It is no Dash page: a screen that runs for weeks needs one small script and no framework.
"""

from collections.abc import Mapping
from typing import Any

from dash import Dash
from flask import Response, request

from dashboards import scenes
from dashboards.i18n import Lang, t
from dashboards.pages import Context
from dashboards.pages.document import SCRIPTS, answer, asked_lang, document
from dashboards.panels.panel import Panel, Props
from dashboards.panels.tree import Node, div, el, span, stamped
from dashboards.scenes import Box, Canvas

PLACE = 10
STYLES = ("vendor/leaflet/leaflet.css", "map/map.css", "wall.css", "panels.css")
WITH_MAP = ("vendor/leaflet/leaflet.js", "map/map.js", *SCRIPTS)


def register(app: Dash, context: Context) -> None:
    """Put `/wall` on the server."""

    def wall() -> Response:
        lang, asked = asked_lang(), request.args.get("scene", "")
        scene = asked if asked in scenes.WALLS else scenes.WALLS[0]
        canvas = scenes.parse_canvas(request.args.get("canvas"))
        frame = context.live.full(scene, lang)
        body = [sheet(scene, lang, canvas, frame)]
        root = "dark kiosk" if request.args.get("kiosk") else "dark"
        css, files = (root, "wall"), {"styles": STYLES, "scripts": WITH_MAP}
        return answer(document(context, lang, scene, frame, body, css=css, **files))

    app.server.add_url_rule("/wall", "wall", wall)


def sheet(scene: str, lang: Lang, canvas: Canvas, frame: Mapping[str, Any]) -> Node:
    """The canvas with every panel of the scene drawn in its place."""
    boxes = scenes.places(canvas, scene)
    shells = [shell(panel, frame, lang, boxes[panel.id]) for panel in scenes.SCENES[scene]]
    size = f"width:{canvas.units}px;height:{scenes.HEIGHT}px"
    known = {"data-canvas": str(canvas), "data-units": canvas.units, "style": size}
    return el("main", {"class": "canvas"} | known, *shells, *_chrome())


def shell(panel: Panel, frame: Mapping[str, Any], lang: Lang, box: Box | None = None) -> Node:
    """A panel's place, its content as last drawn, and the mark that says how old it is."""
    props: Props = frame["panels"].get(panel.id, {})
    tree = props.get("tree")
    known: dict[str, Any] = {"class": f"panel panel-{panel.kind}", "data-kind": panel.kind}
    if box:
        place = f"left:{box.x}px;top:{box.y}px;width:{box.width}px;height:{box.height}px"
        known["style"] = place
    known |= {"data-stale-after": panel.stale_after_s, "data-panel": panel.id}
    if panel.kind == "header":
        known["data-chrome"] = known.pop("data-panel")
    return el(
        "section",
        known | {"data-state": props.get("state", "loading"), "aria-label": panel.title(lang)},
        div("content", stamped(tree, frame["as_of"]) if tree else None),
        div("waits-first", span("", panel.title(lang)), span("third", t(lang, "wall.loading"))),
        div("stale-pill"),
    )


def _chrome() -> tuple[Node, ...]:
    cut = div("cut", span("cut-word"), span("cut-stopped"), role="status")
    return cut, el("time", {"class": "num clock", "data-clock": ""})
