"""Cases over HTTP: pages of them, one with all its acts, and whole lists as a table or on a map."""

import csv
import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Response, request

from dashboards.api.answers import Problem, answer, dumped
from dashboards.api.asked import Asked
from dashboards.api.guards import require_reader
from dashboards.context import Context
from pipelines.casefile import CaseQuery, find_cases, one_case
from pipelines.event import format_instant
from pipelines.logs import said
from pipelines.metrics import DIMENSIONS
from pipelines.store import StoreError

MOST, PART, PAGE_WAIT_S = 1_000, 20_000, 60.0
STATES = (
    "open", "closed", "overdue", "due_soon", "reported", "assigned", "verified", "filed",
    "dispatched", "handled", "checked", "rejected", "voided", "merged",
)  # fmt: skip
PARAMETERS = ("from", "to", "as_of", "state", "q", "bbox", "cursor", "limit", *DIMENSIONS)
COLUMNS = (
    "id", "stage", "state", "channel", "category", "zone", "cell", "department", "worker", "lat",
    "lon", "reported_at", "due_at", "first_response_at", "handled_at", "closed_at",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
log = logging.getLogger(__name__)


def get_cases(context: Context) -> Response:
    """`GET /api/v1/cases`."""
    require_reader(context)
    cases, following = _page(context, _query(context, usual=100))
    return answer({"cases": cases, "next": following})


def get_case(context: Context, case_id: str) -> Response:
    """`GET /api/v1/cases/{id}`."""
    require_reader(context)
    asked = Asked(request.args, known=("as_of",), city=context.city, now=context.clock())
    as_of = asked.instant("as_of") or asked.now
    case = context.readers.read(lambda: one_case(context.engine, case_id, as_of))
    if case is None:
        raise Problem(404, f"there is no case {case_id!r} at that time")
    return answer(case)


def get_cases_csv(context: Context) -> Response:
    """`GET /api/v1/cases.csv`: every case that fits, or `limit` of them."""
    require_reader(context)
    lines = _csv_lines(_all(context, _query(context, usual=PART)))
    named = {"Content-Disposition": 'attachment; filename="cases.csv"'}
    return Response(lines, mimetype="text/csv", headers=named)


def get_cases_geojson(context: Context) -> Response:
    """`GET /api/v1/cases.geojson`: the same as a collection of points; cases without a place have
    no geometry."""
    require_reader(context)
    return Response(
        _features(_all(context, _query(context, usual=PART))), mimetype="application/geo+json"
    )


def _query(context: Context, *, usual: int) -> CaseQuery:
    asked = Asked(request.args, known=PARAMETERS, city=context.city, now=context.clock())
    return CaseQuery(
        start=asked.instant("from"),
        end=asked.instant("to"),
        as_of=asked.instant("as_of") or asked.now,
        state=asked.one_of("state", STATES),
        text=asked.text("q"),
        bbox=asked.bbox("bbox"),
        filters=asked.filters(),
        cursor=asked.text("cursor"),
        limit=asked.whole("limit", usual, MOST),
    )


def _page(context: Context, query: CaseQuery) -> tuple[list[dict[str, Any]], str | None]:
    try:
        return context.readers.read(lambda: find_cases(context.engine, query))
    except ValueError as wrong:
        raise Problem(400, str(wrong)) from None


def _all(context: Context, query: CaseQuery) -> Iterator[dict[str, Any]]:
    """Page after page; a `limit` of the caller ends it. The first page is read before the answer
    begins, so that what is wrong with the question is said by its status."""
    page, following = _page(context, query)
    return _pages(context, query, page, None if request.args.get("limit") else following)


def _pages(
    context: Context, query: CaseQuery, page: list[dict[str, Any]], following: str | None
) -> Iterator[dict[str, Any]]:
    yield from page
    while following:
        page, following = _following(context, replace(query, cursor=following))
        yield from page


def _following(context: Context, query: CaseQuery) -> tuple[list[dict[str, Any]], str | None]:
    """The next page of an answer that has begun: its sender waits longer, and where it cannot be
    read the connection breaks, so that nobody takes a part for the whole."""
    try:
        return context.readers.read(lambda: find_cases(context.engine, query), wait_s=PAGE_WAIT_S)
    except (Problem, StoreError) as wrong:
        log.warning(said("answer_cut", reason=str(wrong)))
        raise ConnectionAbortedError(str(wrong)) from None


def _csv_lines(cases: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield "\ufeff" + ",".join(COLUMNS) + "\r\n"
    for case in cases:
        line = io.StringIO()
        csv.writer(line).writerow([_cell(case.get(name)) for name in COLUMNS])
        yield line.getvalue()


def _cell(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula is marked as text."""
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _features(cases: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield '{"type":"FeatureCollection","features":['
    for place, case in enumerate(cases):
        yield ("," if place else "") + dumped(_feature(case))
    yield "]}"


def _feature(case: dict[str, Any]) -> dict[str, Any]:
    lat, lon = case.get("lat"), case.get("lon")
    known = {name: case.get(name) for name in COLUMNS if name not in ("lat", "lon")}
    where = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": case["id"], "geometry": where, "properties": known}
