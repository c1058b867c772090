"""The numbers of the city over HTTP, and the catalogue that says what each of them means."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from dashboards.api.answers import Problem, answer
from dashboards.api.asked import Asked
from dashboards.api.guards import require_reader
from dashboards.context import Context
from pipelines.catalogue import Metric
from pipelines.metrics import DIMENSIONS, MetricValue, Query, evaluate

HEADLINES = (
    "reported",
    "open",
    "open_overdue",
    "due",
    "closed_on_time",
    "closed_late",
    "on_time_closing_rate",
    "on_time_of_closed",
    "first_response_15min_rate",
    "satisfaction_rate",
)
PARAMETERS = ("keys", "from", "to", "as_of", "known_at", "compare", "by", *DIMENSIONS)
BOTH = {"previous", "year_ago"}


def get_metrics(context: Context) -> Response:
    """`GET /api/v1/metrics`."""
    require_reader(context)
    asked = Asked(request.args, known=PARAMETERS, city=context.city, now=context.clock())
    query = _query(context, asked)
    values = context.readers.read(lambda: evaluate(context.engine, context.catalogue, query))
    shown = _compared(asked)
    metrics = [_metric(context.catalogue[value.key], value, shown) for value in values]
    return answer(
        {
            "city": context.city.name,
            "as_of": query.as_of,
            "from": query.start,
            "to": query.end,
            "simulated": context.simulated,
            "metrics": metrics,
        }
    )


def get_catalogue(context: Context) -> Response:
    """`GET /api/v1/catalogue`."""
    require_reader(context)
    Asked(request.args, known=(), city=context.city, now=context.clock())
    return answer({"metrics": [_declared(metric) for metric in context.catalogue.values()]})


def _query(context: Context, asked: Asked) -> Query:
    start, end = asked.window()
    return Query(
        keys=_keys(context, asked),
        start=start,
        end=end,
        as_of=asked.instant("as_of") or asked.now,
        known_at=asked.instant("known_at"),
        compare=bool(_compared(asked)),
        by=asked.one_of("by", DIMENSIONS),
        filters=asked.filters(),
    )


def _keys(context: Context, asked: Asked) -> tuple[str, ...]:
    keys = asked.texts("keys")
    for key in keys:
        if key not in context.catalogue:
            raise Problem(400, f"keys: {key!r} is no metric; /api/v1/catalogue lists them")
    return keys or tuple(key for key in HEADLINES if key in context.catalogue)


def _compared(asked: Asked) -> set[str]:
    words = set(asked.texts("compare"))
    wrong = words - BOTH - {"none"}
    if wrong or ("none" in words and len(words) > 1):
        raise Problem(400, "compare: is previous, year_ago, both with a comma, or none")
    return set() if "none" in words else words or BOTH


def _metric(metric: Metric, value: MetricValue, compared: set[str]) -> dict[str, Any]:
    return {
        "key": value.key,
        "title": metric.title.zh,
        "title_en": metric.title.en,
        "unit": metric.unit,
        "value": value.value,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "previous": value.previous if "previous" in compared else None,
        "year_ago": value.year_ago if "year_ago" in compared else None,
        "status": value.status,
        "formula": metric.formula,
        "rows": value.rows,
    }


def _declared(metric: Metric) -> Mapping[str, Any]:
    return {
        "key": metric.key,
        "title": metric.title._asdict(),
        "help": metric.help._asdict(),
        "unit": metric.unit,
        "formula": metric.formula,
        "formula_in_words": metric.words and metric.words._asdict(),
        "source": metric.source.zh,
        "source_en": metric.source.en,
        "direction": metric.good,
        "thresholds": {"watch": metric.watch, "late": metric.late},
    }
