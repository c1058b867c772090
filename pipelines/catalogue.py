"""The catalogue of metrics: declared once in `metrics.toml`, rendered by wall, API, pages and reports."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("metrics.toml")
SCOPES = ("case", "closing", "stock", "question", "call", "worker")
QUANTITIES = ("count", "percent", "seconds", "hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One number: what it is called, what it sums, and from where its meaning comes."""

    key: str
    title_zh: str
    title_en: str
    unit: str
    scope: str
    numerator: str
    denominator: str | None
    good: str | None
    watch: float | None
    late: float | None
    source: str

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
    """Every metric by key; ValueError names the key and field that are wrong."""
    with path.open("rb") as file:
        declared = tomllib.load(file)
    return {key: _metric(key, fields) for key, fields in declared.items()}


def _metric(key: str, fields: Mapping[str, object]) -> Metric:
    title = fields.get("title")
    if not isinstance(title, Mapping) or not {"zh", "en"} <= set(title):
        raise ValueError(f"metrics.toml, {key}, title: needs zh and en")
    if fields.get("from") not in SCOPES:
        raise ValueError(f"metrics.toml, {key}, from: {fields.get('from')!r} is none of {SCOPES}")
    if fields.get("unit") not in QUANTITIES:
        raise ValueError(
            f"metrics.toml, {key}, unit: {fields.get('unit')!r} is none of {QUANTITIES}"
        )
    return Metric(
        key=key,
        title_zh=str(title["zh"]),
        title_en=str(title["en"]),
        unit=str(fields["unit"]),
        scope=str(fields["from"]),
        numerator=str(fields["numerator"]),
        denominator=_text(fields.get("denominator")),
        good=_text(fields.get("good")),
        watch=_number(fields.get("watch")),
        late=_number(fields.get("late")),
        source=str(fields.get("source", "")),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
