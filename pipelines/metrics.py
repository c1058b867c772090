"""Metrics evaluated: a window of cases at an instant, broken down and filtered, with its comparisons.

All numbers of one query come from one set of cases (`present`), so those shown together agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pipelines.catalogue import Catalogue, Metric, load_metrics
from pipelines.engine import Engine
from pipelines.moment import EVER, lay_moment
from pipelines.periods import previous_of, year_before
from pipelines.store import Cursor

__all__ = ["DIMENSIONS", "Catalogue", "MetricValue", "Query", "Row", "evaluate", "load_metrics"]

DIMENSIONS = (
    "hour", "day", "week", "month", "zone", "cell", "department", "channel", "category", "class",
    "stage", "worker", "register",
)  # fmt: skip
_REACH = timedelta(minutes=15) / timedelta(hours=1) / 1.4
_CALENDAR = ("hour", "day", "week", "month")
_KNOWS = {"call": _CALENDAR, "worker": ("zone", "cell")}
_SUMS = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked: cases reported in [start, end) as they stood at `as_of`; instants are aware."""

    keys: tuple[str, ...]
    start: datetime
    end: datetime
    as_of: datetime
    known_at: datetime | None = None
    compare: bool = False
    by: str | None = None
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a breakdown; `by` is None for cases that lack the dimension."""

    by: str | None
    value: float | None
    numerator: float | None
    denominator: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricValue:
    """A number with its atoms, comparisons and lines; value is None for a zero denominator."""

    key: str
    value: float | None
    numerator: float | None
    denominator: float | None
    previous: float | None
    year_ago: float | None
    status: str
    rows: tuple[Row, ...]


def evaluate(
    engine: Engine, catalogue: Catalogue, query: Query, cursor: Cursor | None = None
) -> list[MetricValue]:
    """The values of `query.keys`, in their order; KeyError for a key the catalogue does not know."""
    metrics = [catalogue[key] for key in query.keys]
    own = cursor is None
    reader = cursor or engine.store.cursor()
    try:
        now = _sums(engine, reader, metrics, query)
        before = _compared(engine, reader, metrics, query, previous_of)
        year = _compared(engine, reader, metrics, query, year_before)
    finally:
        if own:
            reader.close()
    return [_value(metric, query, now, before, year) for metric in metrics]


def _compared(
    engine: Engine, cursor: Cursor, metrics: Sequence[Metric], query: Query, shift: Any
) -> dict[str, list[_SUMS]]:
    if not query.compare:
        return {}
    start, end, as_of = shift(engine.city, query.start, query.end, query.as_of)
    moved = replace(query, start=start, end=end, as_of=as_of, by=None)
    return _sums(engine, cursor, metrics, moved)


def _sums(
    engine: Engine, cursor: Cursor, metrics: Sequence[Metric], query: Query
) -> dict[str, list[_SUMS]]:
    """Per scope, the rows of its SQL: the whole first where grouping says so."""
    scopes = {metric.scope for metric in metrics}
    found: dict[str, list[_SUMS]] = {}
    common = _parameters(engine, query)
    if scopes & {"case", "closing", "stock", "question"}:
        lay_moment(
            engine,
            cursor,
            as_of=query.as_of,
            known_at=query.known_at,
            before=query.end,
            since=query.start,
            stock=bool(scopes & {"closing", "stock"}),
        )
        cursor.run("queries/atoms", **common)
    for scope in scopes - {"call", "worker"}:
        found[scope] = cursor.records("queries/grouped", **_scoped(scope, common, query))
    if "call" in scopes:
        found["call"] = cursor.records("queries/calls", **_only(common, query, _KNOWS["call"]))
    if "worker" in scopes:
        found["worker"] = cursor.records(
            "queries/workers", **_only(common, query, _KNOWS["worker"])
        )
    return found


def _parameters(engine: Engine, query: Query) -> dict[str, Any]:
    city, filters = engine.city, dict(query.filters)
    start = city.day_start
    return {
        "from": _naive(query.start),
        "to": _naive(query.end),
        "as_of": _naive(query.as_of),
        "known_at": _naive(query.known_at or EVER),
        "zone_name": city.timezone.key,
        "day_start_s": start.hour * 3600 + start.minute * 60 + start.second,
        "by": query.by,
        "reach_km": city.worker_speed_kmh * _REACH,
        **{name: list(filters.get(name, ())) for name in DIMENSIONS},
    }


def _scoped(scope: str, common: Mapping[str, Any], query: Query) -> dict[str, Any]:
    named = {"closing": "closed", "stock": "stock"}.get(scope, "cohort")
    register = list(common["register"])
    if scope == "question":
        register = ["enterprise"]
    elif not register and query.by != "register":
        register = ["city"]
    return {**common, "scope": named, "register": register}


def _only(common: Mapping[str, Any], query: Query, knows: Sequence[str]) -> dict[str, Any]:
    """Parameters of a thing that has only some dimensions: any other filter lets nothing through."""
    return {**common, "unfiltered": all(name in knows for name, values in query.filters if values)}


def _naive(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)


def _value(
    metric: Metric,
    query: Query,
    now: Mapping[str, list[_SUMS]],
    before: Mapping[str, list[_SUMS]],
    year: Mapping[str, list[_SUMS]],
) -> MetricValue:
    whole = _row(metric, _whole(metric, now))
    lines = [line for line in now[metric.scope] if not line["whole"]]
    if query.by is None:
        lines = []
    return MetricValue(
        key=metric.key,
        value=whole.value,
        numerator=whole.numerator,
        denominator=whole.denominator,
        previous=_row(metric, _whole(metric, before)).value if before else None,
        year_ago=_row(metric, _whole(metric, year)).value if year else None,
        status=metric.status(whole.value),
        rows=tuple(_row(metric, line) for line in lines),
    )


def _whole(metric: Metric, sums: Mapping[str, list[_SUMS]]) -> _SUMS:
    return next((line for line in sums[metric.scope] if line["whole"]), {})


def _row(metric: Metric, sums: _SUMS) -> Row:
    by = sums.get("by_key")
    if metric.numerator == "three_rates":
        return Row(by=by, value=_three_rates(sums), numerator=None, denominator=None)
    found = sums.get(metric.numerator)
    if found is None and metric.unit == "count":
        found = 0
    numerator = None if found is None else float(found)
    if metric.denominator is None:
        return Row(by=by, value=numerator, numerator=numerator, denominator=None)
    denominator = float(sums.get(metric.denominator) or 0)
    value = 100 * (numerator or 0) / denominator if denominator else None
    return Row(by=by, value=value, numerator=numerator or 0.0, denominator=denominator)


def _three_rates(sums: _SUMS) -> float | None:
    """Response 10 %, resolution 50 %, satisfaction 40 %; none where one of them is none."""
    back, stated = sums.get("called_back"), sums.get("satisfaction_stated")
    if not back or not stated:
        return None
    rates = sums["contacted"] * 0.1 / back + sums["resolved"] * 0.5 / back
    return float(100 * (rates + float(sums["satisfaction"]) * 0.4 / stated))
