"""Metrics evaluated: a window of cases at an instant, by a dimension, filtered and compared.

All numbers of one query come from one set of cases (`present`), so those shown together agree.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pipelines.catalogue import QUANTILES, WEIGHED, Catalogue, Metric, load_metrics
from pipelines.clock import EVER
from pipelines.engine import Engine
from pipelines.figures import MetricValue, Row, Sums, value_of
from pipelines.moment import Moment, lay_atoms
from pipelines.periods import previous_of, year_before
from pipelines.rolled import dimension_of, lay_rolled, whole_days
from pipelines.store import Cursor

__all__ = ["DIMENSIONS", "Catalogue", "MetricValue", "Query", "Row", "evaluate",
           "evaluate_laid", "load_metrics"]  # fmt: skip

DIMENSIONS = (
    "hour", "day", "week", "month", "zone", "cell", "department", "channel", "category", "class",
    "stage", "worker", "register",
)  # fmt: skip
_REACH = timedelta(minutes=15) / timedelta(hours=1) / 1.4
_QUESTIONS = "enterprise"
_CALENDAR = ("hour", "day", "week", "month")
_KNOWS = {"call": _CALENDAR, "worker": ("zone", "cell")}
_THREE_RATES = frozenset(
    {"called_back", "contacted", "resolved", "satisfaction", "satisfaction_stated"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked: cases reported in [start, end) as at `as_of`; instants are aware."""

    keys: tuple[str, ...]
    start: datetime
    end: datetime
    as_of: datetime
    known_at: datetime | None = None
    compare: bool = False
    by: str | None = None
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()


def evaluate(engine: Engine, catalogue: Catalogue, query: Query) -> list[MetricValue]:
    """The values of `query.keys`, in order; KeyError for a key the catalogue does not know."""
    metrics = [catalogue[key] for key in query.keys]
    with engine.store.reading() as reader:
        now = _sums(engine, reader, metrics, query)
        before = _compared(engine, reader, metrics, query, previous_of)
        year = _compared(engine, reader, metrics, query, year_before)
    return [value_of(metric, query.by, now, before, year) for metric in metrics]


def evaluate_laid(
    engine: Engine, catalogue: Catalogue, query: Query, cursor: Cursor
) -> list[MetricValue]:
    """The same without comparisons, over the atoms that `lay_atoms` left on the cursor."""
    metrics = [catalogue[key] for key in query.keys]
    now = _grouped(engine, cursor, metrics, query)
    return [value_of(metric, query.by, now, {}, {}) for metric in metrics]


def _compared(
    engine: Engine, cursor: Cursor, metrics: Sequence[Metric], query: Query, shift: Any
) -> Sums:
    if not query.compare:
        return {}
    start, end, as_of = shift(engine.city, query.start, query.end, query.as_of)
    moved = replace(query, start=start, end=end, as_of=as_of, by=None)
    return _sums(engine, cursor, metrics, moved)


def _sums(engine: Engine, cursor: Cursor, metrics: Sequence[Metric], query: Query) -> Sums:
    """Closings are counted by another time than the rest: where both are asked, one by one."""
    closings = [metric for metric in metrics if metric.scope == "closing"]
    others = [metric for metric in metrics if metric.scope != "closing"]
    found: Sums = {}
    for asked in (closings, others):
        if asked:
            rolled = _lay(engine, cursor, asked, query)
            found |= _grouped(engine, cursor, asked, query, rolled=rolled)
    return found


def _lay(engine: Engine, cursor: Cursor, metrics: Sequence[Metric], query: Query) -> bool:
    """Lay what the metrics count from; whether the sums of what is sealed are part of it."""
    scopes = {metric.scope for metric in metrics}
    if not scopes - set(_KNOWS):
        return False
    moment = Moment(
        as_of=query.as_of,
        known_at=query.known_at or EVER,
        before=EVER if "closing" in scopes else query.end,
        since=query.start,
        stock=bool(scopes & {"closing", "stock"}),
    )
    days = whole_days(engine.city, query.start, query.end)
    dimension = dimension_of(query.by, query.filters, _named(metrics))
    if days and dimension and "closing" not in scopes:  # noqa: SIM102  # the second one lays
        if lay_rolled(engine, cursor, moment, days, dimension):
            return True
    lay_atoms(engine, cursor, moment, kept=False)
    return False


def _named(metrics: Iterable[Metric]) -> set[str]:
    return {name for metric in metrics for name in (metric.numerator, metric.denominator) if name}


def _grouped(
    engine: Engine, cursor: Cursor, metrics: Sequence[Metric], query: Query, *, rolled: bool = False
) -> Sums:
    """Per scope, the rows of its SQL: sums and quantiles by the names metrics have for them."""
    found: Sums = {}
    for scope in {metric.scope for metric in metrics}:
        asked = [metric for metric in metrics if metric.scope == scope]
        if scope in _KNOWS:
            found[scope] = cursor.records(f"queries/{scope}s", **_others(engine, query, scope))
        else:
            found[scope] = _of_cases(cursor, _cases(engine, query, scope), asked, rolled=rolled)
    return found


def _of_cases(
    cursor: Cursor, parameters: Mapping[str, Any], metrics: Iterable[Metric], *, rolled: bool
) -> list[dict[str, Any]]:
    """The sums asked for, and only where one is asked for, the quantiles beside them."""
    named = _named(metrics)
    sums = named - WEIGHED
    if "three_rates" in named:
        sums |= _THREE_RATES
    rows = cursor.records("queries/grouped", **parameters, sums=sorted(sums or {"reported"}))
    repeats = "repeat_reporters" in named
    if not repeats and not named & QUANTILES:
        return rows
    lines = {(row["whole"], row["by_key"]): row for row in rows}
    if rolled:
        for row in cursor.records("queries/binned_quantiles", **parameters):
            lines[row["whole"], row["by_key"]] |= row
        return rows
    for row in cursor.records("queries/quantiles", **parameters, repeats=repeats):
        reporters = row.pop("reporters") or {}
        row["repeat_reporters"] = sum(n > 1 for n in reporters.values())
        lines[row["whole"], row["by_key"]] |= row
    return rows


def _cases(engine: Engine, query: Query, scope: str) -> dict[str, Any]:
    parameters = _filters(engine, query)
    asked = parameters["register"]
    if scope == "question":
        parameters["register"] = [_QUESTIONS if not asked or _QUESTIONS in asked else ""]
    elif not asked and query.by != "register":
        parameters["register"] = ["city"]
    return parameters | {
        "scope": {"closing": "closed", "stock": "stock"}.get(scope, "cohort"),
        "by": query.by,
        "from": query.start,
        "to": query.end,
    }


def _filters(engine: Engine, query: Query) -> dict[str, Any]:
    city, filters = engine.city, dict(query.filters)
    return {
        "zone_name": city.timezone.key,
        "day_start_s": city.day_start_s,
        **{name: list(filters.get(name, ())) for name in DIMENSIONS},
    }


def _others(engine: Engine, query: Query, scope: str) -> dict[str, Any]:
    """Parameters of a thing with only some dimensions: any other filter lets nothing through."""
    return _filters(engine, query) | {
        "from": query.start,
        "to": query.end,
        "as_of": query.as_of,
        "known_at": query.known_at or EVER,
        "by": query.by,
        "reach_km": engine.city.worker_speed_kmh * _REACH,
        "unfiltered": all(name in _KNOWS[scope] for name, values in query.filters if values),
    }
