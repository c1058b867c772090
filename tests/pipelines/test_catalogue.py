"""The catalogue of metrics: whole, in both languages, and loud about what is wrong in it."""

from pathlib import Path

import pytest

from pipelines.catalogue import CatalogueError, load_metrics

RATE = """
[urged_rate]
title = { zh = "催办率", en = "Urged" }
help = { zh = "曾被催办的比例。", en = "The share that was urged." }
unit = "percent"
from = "case"
numerator = "urged"
denominator = "reported"
source = "ours"
"""


def test_every_metric_says_in_both_languages_what_it_means() -> None:
    metrics = load_metrics().values()
    assert [
        m.key for m in metrics if not (m.help.zh.endswith("。") and m.help.en.endswith("."))
    ] == []
    assert [metric.key for metric in metrics if metric.denominator and not metric.words] == []


def test_a_metric_is_one_entry(tmp_path: Path) -> None:
    (tmp_path / "metrics.toml").write_text(RATE, "utf-8")
    metric = load_metrics(tmp_path / "metrics.toml")["urged_rate"]
    assert (metric.formula, metric.title.en, metric.source.zh) == (
        "urged / reported",
        "Urged",
        "ours",
    )


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        (
            'help = { zh = "曾被催办的比例。", en = "The share that was urged." }',
            "",
            "help: missing",
        ),
        (', en = "Urged"', "", "title.en: missing"),
        ('"percent"', '"parts"', "unit: 'parts' is none of count"),
        ('"case"', '"cases"', "from: 'cases' is none of case"),
        ('"urged"', '"urgd"', "numerator: 'urgd' is no column of sql/queries/atoms.sql"),
        ("denominator", "denominater", "denominater: is no field of a metric"),
        ("denominator", "late", "late: 'reported' is no number"),
        ("[urged_rate]", "urged_rate = 1\n[other]", "a metric is a table"),
        ("[urged_rate]", "[urged_rate", "line 2"),
    ],
)
def test_what_is_wrong_is_named_by_key_and_field(
    tmp_path: Path, good: str, bad: str, said: str
) -> None:
    (tmp_path / "metrics.toml").write_text(RATE.replace(good, bad), "utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_metrics(tmp_path / "metrics.toml")
    assert str(refused.value).startswith("metrics.toml, ")
    assert said in str(refused.value)
