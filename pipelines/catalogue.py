"""The catalogue of metrics: declared once in `metrics.toml`, rendered by wall, API and pages.

What is missing, misspelt or names no column of its query is refused at load, by key and field.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).with_name("metrics.toml")
QUERIES = Path(__file__).with_name("sql") / "queries"
SCOPES = {
    "case": "atoms",
    "closing": "atoms",
    "stock": "atoms",
    "question": "atoms",
    "call": "calls",
    "worker": "workers",
}
"""What a metric may be `from`, and the query whose columns it may name."""
QUANTITIES = ("count", "percent", "seconds", "hours")
QUANTILES = frozenset(
    {"first_response_p50", "first_response_p90", "dispatch_p50", "handling_p50", "handling_p90"}
)
WEIGHED = QUANTILES | {"three_rates", "repeat_reporters"}
"""Numerators that are no sum of a column."""
_NEEDED = ("title", "help", "unit", "from", "numerator", "source")
_FIELDS = {*_NEEDED, "formula", "denominator", "good", "watch", "late"}
_COLUMN = re.compile(r"\bas (\w+)")


class CatalogueError(ValueError):
    """The catalogue cannot be used; the text names file, key and field."""


class Said(NamedTuple):
    """The same in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One number: what it is called and means, what it sums, and from where its meaning comes.

    `words` is the formula in words, None where `help` says all there is to say.
    """

    key: str
    title: Said
    help: Said
    words: Said | None
    unit: str
    scope: str
    numerator: str
    denominator: str | None
    good: str | None
    watch: float | None
    late: float | None
    source: Said

    @property
    def formula(self) -> str:
        """The formula as it is printed beside the number."""
        return f"{self.numerator} / {self.denominator}" if self.denominator else self.numerator

    def status(self, value: float | None) -> str:
        """good, watch, late, or none where there is no value or no threshold."""
        if value is None or self.watch is None or self.late is None:
            return "none"
        short = (self.watch - value, self.late - value)
        missed, failed = short if self.good != "down" else (-short[0], -short[1])
        return "late" if failed > 0 else "watch" if missed > 0 else "good"


Catalogue = Mapping[str, Metric]


def load_metrics(path: Path = FILE) -> Catalogue:
    """Every metric by key; CatalogueError names the key and field that are wrong."""
    try:
        declared = tomllib.loads(path.read_text("utf-8"))
        return {key: _metric(_Fields(key, fields)) for key, fields in declared.items()}
    except ValueError as wrong:
        raise CatalogueError(f"{path.name}, {wrong}") from None


class _Fields:
    """The fields of one key; ValueError `key, field: …`."""

    def __init__(self, key: str, fields: Any) -> None:
        self.key = key
        if not isinstance(fields, Mapping):
            raise ValueError(f"{key}: a metric is a table [{key}]")
        self._fields: Mapping[str, Any] = fields
        for name in sorted(fields.keys() - _FIELDS):
            self.refuse(name, f"is no field of a metric; there are {', '.join(sorted(_FIELDS))}")
        for name in _NEEDED:
            if name not in fields:
                self.refuse(name, "missing")

    def refuse(self, name: str, why: str) -> None:
        raise ValueError(f"{self.key}, {name}: {why}")

    def said(self, name: str) -> Said:
        value = self._fields[name]
        both = {"zh": value, "en": value} if isinstance(value, str) else value
        for lang in ("zh", "en"):
            if not (isinstance(both, Mapping) and isinstance(both.get(lang), str) and both[lang]):
                self.refuse(f"{name}.{lang}", "missing")
        return Said(both["zh"], both["en"])

    def choice(self, name: str, words: Collection[str]) -> str:
        value = self._fields[name]
        if value not in words:
            self.refuse(name, f"{value!r} is none of {', '.join(words)}")
        return str(value)

    def summed(self, name: str, scope: str) -> str:
        value = self._fields[name]
        if value not in WEIGHED | _columns(SCOPES[scope]):
            self.refuse(name, f"{value!r} is no column of sql/queries/{SCOPES[scope]}.sql")
        return str(value)

    def number(self, name: str) -> float | None:
        value = self._fields.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            self.refuse(name, f"{value!r} is no number")
        return None if value is None else float(value)

    def __contains__(self, name: str) -> bool:
        return name in self._fields


def _metric(fields: _Fields) -> Metric:
    scope = fields.choice("from", SCOPES)
    divided = "denominator" in fields
    return Metric(
        key=fields.key,
        title=fields.said("title"),
        help=fields.said("help"),
        words=fields.said("formula") if "formula" in fields else None,
        unit=fields.choice("unit", QUANTITIES),
        scope=scope,
        numerator=fields.summed("numerator", scope),
        denominator=fields.summed("denominator", scope) if divided else None,
        good=fields.choice("good", ("up", "down")) if "good" in fields else None,
        watch=fields.number("watch"),
        late=fields.number("late"),
        source=fields.said("source"),
    )


@cache
def _columns(query: str) -> frozenset[str]:
    """The names that a query gives to its columns."""
    return frozenset(_COLUMN.findall((QUERIES / f"{query}.sql").read_text("utf-8")))
