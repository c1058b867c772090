"""The first page: how the city is, in the wall's own panels, and the ways to everything else."""

from collections.abc import Mapping
from typing import Any

from dash import Dash
from flask import Response

from dashboards import scenes
from dashboards.i18n import Lang, t
from dashboards.pages import Context, listed
from dashboards.pages.document import answer, asked_lang, document, ways
from dashboards.pages.wall import shell
from dashboards.panels.tree import Node, el, span

PLACE, PATH = 0, "/"
SCENE = "overview"
SHOWN = ("channels", "closing", "loop", "departments", "response", "hours", "ticker", "economy")
STYLES = ("wall.css", "panels.css", "pages.css")


def register(app: Dash, context: Context) -> None:
    """Put `/` on the server, in the place of Dash's own index of its pages."""

    def overview() -> Response:
        lang = asked_lang()
        frame = context.live.full(SCENE, lang)
        body = [
            ways(context, lang, "overview"),
            el("main", {"class": "flow"}, *_panels(frame, lang)),
            el("section", {"class": "cards"}, *_cards(lang)),
        ]
        css = ("dark", "wall paper")
        return answer(document(context, lang, SCENE, frame, body, css=css, styles=STYLES))

    app.server.view_functions["/"] = overview


def _panels(frame: Mapping[str, Any], lang: Lang) -> list[Node]:
    panels = {panel.id: panel for panel in scenes.SCENES[SCENE]}
    return [shell(panels[name], frame, lang) for name in SHOWN]


def _cards(lang: Lang) -> list[Node]:
    query = "?lang=en" if lang == "en" else ""
    return [
        el(
            "a",
            {"class": "card", "href": way.path + query},
            el("strong", {}, t(lang, f"page.{way.name}.title")),
            span("", t(lang, f"page.{way.name}.help")),
        )
        for way in listed()
        if way.path != PATH
    ]
