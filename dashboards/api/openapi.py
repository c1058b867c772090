"""The API said for machines: OpenAPI 3.1 of exactly the routes there are, as a test proves."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response

from dashboards.api import cases, metrics, screens
from dashboards.api.answers import answer
from dashboards.api.events import BATCH, LINES, ONE
from dashboards.api.schemas import SCHEMAS
from dashboards.context import Context

HELP: Mapping[str, str] = {
    "from": "reported at or after: an instant, or a date in the city's zone",
    "to": "reported before: an instant, or the start of a date in the city's zone",
    "as_of": "what was true at this instant; now",
    "known_at": "only what had been received by then",
    "compare": "previous, year_ago, both with a comma, or none",
    "by": "the dimension of the rows",
    "keys": "metrics, with commas; the headline ones",
    "state": "open, closed, overdue, due_soon (within 2 h) or a stage",
    "q": "words in title, description or address",
    "bbox": "west,south,east,north in degrees",
    "cursor": "`next` of the page before",
    "limit": "cases a page, at most 1,000",
    "scene": "the wall's scene",
    "lang": "zh-CN or en",
}
_ERRORS = {400: "what is wrong with the question", 401: "no token", 403: "another scope"}
_READ = {503: "too many questions at once; Retry-After", 504: "the question takes too long"}
_DOOR = {**_ERRORS, 413: "too large", 415: "another form", 503: "the queue is full; Retry-After"}


def get_openapi(_: Context) -> Response:
    """`GET /api/v1/openapi.json`."""
    return answer(document())


def document() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "citysense", "version": "1"},
        "servers": [{"url": "/api/v1"}],
        "paths": _paths(),
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _paths() -> dict[str, Any]:
    one_case = _get("One case with all its acts", ("as_of",), "Case", {404: "no such case"})
    one_case["parameters"].insert(
        0, {"name": "case_id", "in": "path", "required": True, "schema": {"type": "string"}}
    )
    return {
        "/events": {"post": _door()},
        "/metrics": {"get": _get("Numbers of a window", metrics.PARAMETERS, "Metrics")},
        "/catalogue": {"get": _get("What each number means", (), "Catalogue")},
        "/cases": {"get": _get("Cases, a page at a time", cases.PARAMETERS, "Cases")},
        "/cases/{case_id}": {"get": one_case},
        "/cases.csv": {"get": _get("The same as a table", cases.PARAMETERS, None, kind="text/csv")},
        "/cases.geojson": {
            "get": _get(
                "The same as points", cases.PARAMETERS, "Points", kind="application/geo+json"
            )
        },
        "/snapshot": {"get": _get("The frame that screens get", screens.PARAMETERS, "Frame")},
        "/openapi.json": {"get": _get("This description", (), None)},
    }


def _get(
    summary: str,
    parameters: Iterable[str],
    schema: str | None,
    errors: Mapping[int, str] | None = None,
    *,
    kind: str = "application/json",
) -> dict[str, Any]:
    form = {"$ref": f"#/components/schemas/{schema}"} if schema else {}
    good = {"description": "the answer", "content": {kind: {"schema": form}}}
    return {
        "summary": summary,
        "parameters": [_parameter(name) for name in parameters],
        "responses": {"200": good, **_problems({**_ERRORS, **_READ, **(errors or {})})},
    }


def _door() -> dict[str, Any]:
    event = {"$ref": "#/components/schemas/Event"}
    bodies = {
        ONE: {"schema": event},
        BATCH: {"schema": {"type": "array", "items": event}},
        LINES: {"schema": {"type": "string"}},
    }
    result = {"application/json": {"schema": {"$ref": "#/components/schemas/Taken"}}}
    return {
        "summary": "Events in; answered after they are durable",
        "security": [{"token": []}],
        "requestBody": {"required": True, "content": bodies},
        "responses": {"200": {"description": "taken", "content": result}, **_problems(_DOOR)},
    }


def _parameter(name: str) -> dict[str, Any]:
    said = HELP.get(name, f"only this {name}; several with commas")
    return {"name": name, "in": "query", "description": said, "schema": {"type": "string"}}


def _problems(errors: Mapping[int, str]) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {str(code): {"description": said, "content": content} for code, said in errors.items()}
