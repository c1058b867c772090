"""The health page: one live panel with all tables of what the sources gave."""

from dash import Dash
from flask import Response

from dashboards import scenes
from dashboards.i18n import t
from dashboards.pages import Context
from dashboards.pages.document import asked_lang, light
from dashboards.pages.wall import shell
from dashboards.panels.tree import el

PLACE = 110
SCENE = "health"


def register(app: Dash, context: Context) -> None:
    """Put `/health` on the server."""

    def health() -> Response:
        lang = asked_lang()
        frame = context.live.full(SCENE, lang)
        panels = [shell(panel, frame, lang) for panel in scenes.SCENES[SCENE]]
        heading = el("h1", {}, t(lang, "health.heading"))
        return light(context, lang, "health", heading, *panels, scene=SCENE, frame=frame)

    app.server.add_url_rule("/health", "health", health)
