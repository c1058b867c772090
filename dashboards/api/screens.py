"""The frame that screens get, for whoever reads it over HTTP."""

from flask import Response, request

from dashboards.api.answers import answer
from dashboards.api.asked import Asked
from dashboards.api.guards import require_reader
from dashboards.context import Context

PARAMETERS = ("scene", "lang")


def get_snapshot(context: Context) -> Response:
    """`GET /api/v1/snapshot`: the full frame of a scene (the first one) in a language."""
    require_reader(context)
    asked = Asked(request.args, known=PARAMETERS, city=context.city, now=context.clock())
    scene, lang = context.live.room(asked.text("scene"), asked.text("lang"))
    return answer(context.live.full(scene, lang))
