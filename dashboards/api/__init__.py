"""The city over HTTP: one blueprint under /api/v1, every error of it an RFC 9457 problem."""

from collections.abc import Callable

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException

from dashboards.api import cases, events, metrics, openapi, screens
from dashboards.api.answers import Problem, problem
from dashboards.context import Context

ROOT = "/api/v1"
View = Callable[..., Response]
ROUTES: tuple[tuple[str, str, View], ...] = (
    ("POST", "/events", events.post_events),
    ("GET", "/metrics", metrics.get_metrics),
    ("GET", "/catalogue", metrics.get_catalogue),
    ("GET", "/cases", cases.get_cases),
    ("GET", "/cases/<path:case_id>", cases.get_case),
    ("GET", "/cases.csv", cases.get_cases_csv),
    ("GET", "/cases.geojson", cases.get_cases_geojson),
    ("GET", "/snapshot", screens.get_snapshot),
    ("GET", "/openapi.json", openapi.get_openapi),
)


def register(server: Flask, context: Context) -> None:
    """Put the API on the server."""
    api = Blueprint("api", __name__, url_prefix=ROOT)
    for method, path, view in ROUTES:
        api.add_url_rule(path, view.__name__, _bound(view, context), methods=[method])
    api.add_url_rule("/<path:rest>", "nothing", _nothing, methods=["GET"])
    server.register_blueprint(api)
    server.register_error_handler(Problem, problem)
    server.register_error_handler(HTTPException, _http)


def _nothing(rest: str) -> Response:
    """Pages answer every other address; below the API's root there is nothing else."""
    raise Problem(404, f"there is nothing at {ROOT}/{rest}")


def _bound(view: View, context: Context) -> View:
    return lambda **parts: view(context, **parts)


def _http(wrong: HTTPException) -> Response | HTTPException:
    """Errors of the framework below the API's root speak as the API does."""
    if not request.path.startswith(f"{ROOT}/"):
        return wrong
    said = wrong.get_response(request.environ).headers.get("Allow")
    headers = {"Allow": said} if said else {}
    return problem(Problem(wrong.code or 500, _said(wrong), **headers))


def _said(wrong: HTTPException) -> str:
    said = {
        404: f"there is nothing at {request.path}",
        405: f"{request.method} is not for {request.path}",
        413: "the request is larger than this server takes; send the events in smaller parts",
    }
    return said.get(wrong.code or 500, wrong.description or wrong.name)
