"""The health page: one live panel with all tables of what the sources gave."""

from dash import Dash
from flask import Response

from dashboards import scenes
from dashboards.i18n import t
from dashboards.pages import Context
from dashboards.pages.document import answer, asked_lang, document, ways
from dashboards.pages.wall import shell
from dashboards.panels.tree import el

SCENE = "health"


def register(app: Dash, context: Context) -> None:
    """Put `/health` on the server."""

    def health() -> Response:
        lang = asked_lang()
        frame = context.live.full(SCENE, lang)
        panels = [shell(panel, frame, lang) for panel in scenes.SCENES[SCENE]]
        heading = el("h1", {}, t(lang, "health.heading"))
        body = [ways(context, lang, "health"), el("main", {}, heading, *panels)]
        css, styles = ("light", "paper"), ("pages.css",)
        return answer(document(context, lang, SCENE, frame, body, css=css, styles=styles))

    app.server.add_url_rule("/health", "health", health)
