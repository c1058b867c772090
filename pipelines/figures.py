"""A number from its sums: value, atoms, the lines of a breakdown, what it is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.catalogue import Metric

Sums = dict[str, list[dict[str, Any]]]


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


def value_of(
    metric: Metric,
    by: str | None,
    now: Sums,
    before: Sums,
    year: Sums,
) -> MetricValue:
    """The number of a metric from the sums of its window and of those it is compared with."""
    whole = _row(metric, _whole(metric, now))
    lines = [line for line in now.get(metric.scope, ()) if not line["whole"]]
    if by is None:
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


def _whole(metric: Metric, sums: Sums) -> Mapping[str, Any]:
    return next((line for line in sums.get(metric.scope, ()) if line["whole"]), {})


def _row(metric: Metric, sums: Mapping[str, Any]) -> Row:
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


def _three_rates(sums: Mapping[str, Any]) -> float | None:
    """Response 10 %, resolution 50 %, satisfaction 40 %; none where one of them is none."""
    back, stated = sums.get("called_back"), sums.get("satisfaction_stated")
    if not back or not stated:
        return None
    rates = sums["contacted"] * 0.1 / back + sums["resolved"] * 0.5 / back
    return float(100 * (rates + float(sums["satisfaction"]) * 0.4 / stated))
