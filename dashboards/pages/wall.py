"""The wall: one HTML page drawn by the server from the last snapshot, then kept alive by the socket.

It is no Dash page: a screen that runs for weeks needs one small script and no framework.
"""

import json
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, request

from dashboards import scenes
from dashboards.i18n import Lang, catalogue, known_lang, t
from dashboards.live import Broadcaster
from dashboards.panels.panel import Panel, Props
from dashboards.panels.tree import Node, div, el, span, to_html
from dashboards.scenes import Box, Canvas
from pipelines.city import City

STYLES = (
    "vendor/fonts.css",
    "vendor/leaflet/leaflet.css",
    "theme.css",
    "wall.css",
    "panels.css",
    "map/map.css",
)
SCRIPTS = (
    "vendor/socket.io.min.js",
    "vendor/leaflet/leaflet.js",
    "map/map.js",
    "live.js",
    "patch.js",
    "wall.js",
)
WORDS = ("wall.age.", "wall.cut.", "wall.span.", "wall.as_of", "wall.connection.")


def register(server: Flask, live: Broadcaster, city: City, *, version: str, speed: float) -> None:
    """Put `/wall` on the server; `speed` is how fast the city's clock runs."""

    def wall() -> Response:
        canvas = scenes.parse_canvas(request.args.get("canvas"))
        lang = known_lang(request.args.get("lang"))
        scene, _ = live.room(request.args.get("scene"), lang)
        boot = {"version": version, "speed": speed, "timezone": city.timezone.key}
        frame = live.full(scene, lang)
        text = page(city, scene, lang, canvas, frame, boot, kiosk=bool(request.args.get("kiosk")))
        return Response(text, mimetype="text/html", headers={"Cache-Control": "no-store"})

    server.add_url_rule("/wall", "wall", wall)


def page(
    city: City,
    scene: str,
    lang: Lang,
    canvas: Canvas,
    frame: Mapping[str, Any],
    boot: Mapping[str, Any],
    *,
    kiosk: bool = False,
) -> str:
    """The whole document: every panel drawn, the frame and the ticking words beside it as JSON."""
    words = {k: v for k, v in catalogue(lang).items() if k.startswith(WORDS)}
    data = dict(boot) | {"scene": scene, "lang": lang, "words": words, "frame": frame}
    root = {
        "lang": lang,
        "class": "dark kiosk" if kiosk else "dark",
        "data-connection": "live",
        "data-city": city.name,
        "data-seq": frame["seq"],
    }
    document = el("html", root, _head(lang), _body(scene, lang, canvas, frame, data))
    return "<!doctype html>" + to_html(document).replace("@boot@", _json(data))


def _json(data: Mapping[str, Any]) -> str:
    """JSON that no end tag or comment in a citizen's words can leave."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _head(lang: Lang) -> Node:
    links = [el("link", {"rel": "stylesheet", "href": f"/assets/{name}"}) for name in STYLES]
    return el(
        "head",
        {},
        el("meta", {"charset": "utf-8"}),
        el("meta", {"name": "viewport", "content": "width=device-width"}),
        el("link", {"rel": "icon", "href": "data:,"}),
        el("title", {}, t(lang, "wall.title")),
        *links,
    )


def _body(
    scene: str, lang: Lang, canvas: Canvas, frame: Mapping[str, Any], data: Mapping[str, Any]
) -> Node:
    boxes = scenes.places(canvas)
    shells = [
        shell(panel, boxes[panel.id], frame["panels"].get(panel.id, {}), lang)
        for panel in scenes.SCENES[scene]
    ]
    size = f"width:{canvas.units}px;height:{scenes.HEIGHT}px"
    sheet = {
        "class": "canvas",
        "data-canvas": str(canvas),
        "data-units": canvas.units,
        "style": size,
    }
    scripts = [el("script", {"src": f"/assets/{name}"}) for name in SCRIPTS]
    boot = el("script", {"type": "application/json", "id": "wall-boot"}, "@boot@")
    return el("body", {"class": "wall"}, el("main", sheet, *shells, *_chrome()), boot, *scripts)


def shell(panel: Panel, box: Box, props: Props, lang: Lang) -> Node:
    """A panel's place, its content as last drawn, and the mark that says how old it is."""
    place = f"left:{box.x}px;top:{box.y}px;width:{box.width}px;height:{box.height}px"
    known: dict[str, Any] = {"class": f"panel panel-{panel.kind}", "style": place}
    known |= {"data-kind": panel.kind}
    known |= {"data-stale-after": panel.stale_after_s, "data-panel": panel.id}
    if panel.kind == "header":
        known["data-chrome"] = known.pop("data-panel")
    state = props.get("state", "loading")
    return el(
        "section",
        known | {"data-state": state, "aria-label": panel.title(lang)},
        div("content", props.get("tree")),
        div("waits-first", span("", panel.title(lang)), span("third", t(lang, "wall.loading"))),
        div("stale-pill", ""),
    )


def _chrome() -> tuple[Node, ...]:
    cut = div("cut", span("cut-word"), span("cut-stopped"), role="status")
    return cut, el("time", {"class": "num clock", "data-clock": ""})
