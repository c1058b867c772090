"""What every page drawn by the server has: head, ways to the other pages, data, scripts."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request

from dashboards.i18n import Lang, catalogue, known_lang, t
from dashboards.pages import Context, Way, listed
from dashboards.panels.tree import Node, div, el, span, to_html
from dashboards.scenes import PLAIN

SENT = ("wall.age.", "wall.cut.", "wall.span.", "wall.as_of", "wall.connection.")
SCRIPTS = ("vendor/socket.io.min.js", "live.js", "patch.js", "wall.js")
STYLES = ("vendor/fonts.css", "theme.css")


def asked_lang() -> Lang:
    """The language of this request."""
    return known_lang(request.args.get("lang"))


def answer(text: str) -> Response:
    """A page that is never served from a cache: its first paint is the last snapshot."""
    return Response(text, mimetype="text/html", headers={"Cache-Control": "no-store"})


def document(
    context: Context,
    lang: Lang,
    scene: str,
    frame: Mapping[str, Any],
    body: Sequence[Node],
    *,
    css: tuple[str, str],
    styles: Sequence[str],
    scripts: Sequence[str] = SCRIPTS,
) -> str:
    """The whole text; `css` = classes of html and body, `frame` is what is drawn in `body`."""
    boot = {
        "version": context.live.version,
        "speed": getattr(context.clock, "speed", 1.0),
        "timezone": context.city.timezone.key,
        "scene": scene,
        "lang": lang,
        "words": {k: v for k, v in catalogue(lang).items() if k.startswith(SENT)},
        "frame": frame,
    }
    root = {
        "lang": lang,
        "class": css[0],
        "data-connection": "live",
        "data-city": context.city.name,
        "data-seq": frame["seq"],
    }
    ends = [
        el("script", {"type": "application/json", "id": "wall-boot"}, "@boot@"),
        *(el("script", {"src": f"/assets/{name}"}) for name in scripts),
    ]
    whole = el("html", root, _head(lang, styles), el("body", {"class": css[1]}, *body, *ends))
    return "<!doctype html>" + to_html(whole).replace("@boot@", _json(boot), 1)


def light(
    context: Context,
    lang: Lang,
    here: str,
    *content: Node,
    scene: str = PLAIN,
    frame: Mapping[str, Any] | None = None,
) -> Response:
    """The light page `here`: the ways, then its content; `frame` is of the panels drawn in it, and
    a page without panels keeps to the plain scene, which reads nothing."""
    drawn = context.live.full(scene, lang) | {"panels": {}} if frame is None else frame
    body = [ways(context, lang, here), el("main", {}, *content)]
    css, styles = ("light", "paper"), ("pages.css",)
    return answer(document(context, lang, scene, drawn, body, css=css, styles=styles))


def _json(data: Mapping[str, Any]) -> str:
    """JSON that no end tag or comment in a citizen's words can leave."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _head(lang: Lang, styles: Sequence[str]) -> Node:
    names = (*STYLES, *styles)
    links = [el("link", {"rel": "stylesheet", "href": f"/assets/{name}"}) for name in names]
    return el(
        "head",
        {},
        el("meta", {"charset": "utf-8"}),
        el("meta", {"name": "viewport", "content": "width=device-width"}),
        el("link", {"rel": "icon", "href": "data:,"}),
        el("title", {}, t(lang, "wall.title")),
        *links,
    )


def ways(context: Context, lang: Lang, here: str) -> Node:
    """The bar on top: the city, every page there is, the mark of simulated data, the language."""
    links = [_way(way, lang, way.name == here) for way in listed()]
    other = "zh-CN" if lang == "en" else "en"
    snapshot = context.live.snapshot()
    title = context.city.title_en if lang == "en" else context.city.title
    return el(
        "header",
        {"class": "ways"},
        span("ways-city", title),
        el("nav", {"aria-label": t(lang, "pages.ways")}, *links),
        span("simulated", t(lang, "pages.simulated")) if snapshot.simulated else None,
        div("ways-age", span("connection-word", data_connection_word="", data_own="")),
        el("a", {"href": f"?lang={other}", "lang": other}, t(lang, "pages.language")),
    )


def _way(way: Way, lang: Lang, here: bool) -> Node:
    """One link, keeping the language."""
    target = way.path + ("?lang=en" if lang == "en" else "")
    current = "page" if here else None
    return el("a", {"href": target, "aria-current": current}, t(lang, f"page.{way.name}.title"))
