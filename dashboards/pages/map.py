"""The map for analysts: the wall's own panel over a whole page, a cell's numbers beside it."""

from dash import Dash
from flask import Response

from dashboards import scenes
from dashboards.i18n import t
from dashboards.pages import Context
from dashboards.pages.document import SCRIPTS, answer, asked_lang, document, ways
from dashboards.pages.wall import shell
from dashboards.panels.tree import el

PLACE = 20
SCENE, PANEL = "overview", "map"
STYLES = ("vendor/leaflet/leaflet.css", "map/map.css", "wall.css", "pages.css")
WITH_MAP = ("vendor/leaflet/leaflet.js", "map/map.js", "map/page.js", *SCRIPTS)


def register(app: Dash, context: Context) -> None:
    """Put `/map` on the server; it lives on the frames of the overview."""

    def city_map() -> Response:
        lang = asked_lang()
        frame = context.live.full(SCENE, lang)
        panel = next(panel for panel in scenes.SCENES[SCENE] if panel.id == PANEL)
        side = el("aside", {"class": "map-side", "id": "map-side"}, t(lang, "map.pick"))
        page = el("main", {"class": "map-page"}, shell(panel, frame, lang), side)
        body = [ways(context, lang, "map"), page]
        css, files = ("dark", "wall paper"), {"styles": STYLES, "scripts": WITH_MAP}
        return answer(document(context, lang, SCENE, frame, body, css=css, **files))

    app.server.add_url_rule("/map", "map", city_map)
