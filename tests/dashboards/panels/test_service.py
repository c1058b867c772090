"""The service's own measures as the page draws them, in both languages."""

import re
from typing import Any

from dashboards.api.gauges import service
from dashboards.api.measured import Measured
from dashboards.i18n import Lang
from dashboards.panels import Panel, render
from dashboards.panels.service import READS, size, span_text
from dashboards.panels.tree import to_html
from dashboards.snapshot import Service
from tests.dashboards.fixtures.health import SERVICE
from tests.dashboards.fixtures.morning import morning

PANEL = Panel(id="service", kind="service", reads=READS)


def drawn(lang: Lang = "zh-CN", **changes: Any) -> str:
    props = render(PANEL, morning({Service(): SERVICE | changes}), lang)
    assert props["state"] == "live"
    return to_html(props["tree"])


def test_every_measure_stands_as_people_and_as_machines_read_it() -> None:
    shown = re.findall(r'data-service="(\w+)" data-count="([^"]*)"[^>]*>([^<]+)<', drawn("en"))
    assert shown == [
        ("queue_events", "12", "12"),
        ("tick_p50_s", "0.084", "84 ms"),
        ("tick_p99_s", "0.21", "210 ms"),
        ("lag_s", "3.2", "3 s"),
        ("snapshot_age_s", "0.4", "400 ms"),
        ("screens", "200", "200"),
        ("frame_p50_bytes", "9300", "9.3 kB"),
        ("reads_in_progress", "3", "3"),
    ]
    assert "99 of 100 within 48.0 kB" in drawn("en")
    assert "累计 7 个未予应答" in drawn()


def test_only_what_needs_somebody_carries_a_mark() -> None:
    assert "mark" not in drawn()
    assert "mark-watch" in drawn(tick_p99_s=1.4)
    assert "mark-watch" in drawn(snapshot_age_s=11.0)
    failing = drawn("en", ticks_failing=True)
    assert "mark-late" in failing
    assert "the database takes nothing" in failing


def test_what_is_not_known_yet_is_a_dash() -> None:
    html = drawn(**dict.fromkeys(("tick_p50_s", "lag_s", "frame_p50_bytes", "frame_p99_bytes")))
    assert html.count("—") == 4


def test_a_server_that_has_just_begun_answers_it_too() -> None:
    found = service(Measured("1"))
    assert found.keys() == SERVICE.keys()
    assert render(PANEL, morning({Service(): found}), "en")["state"] == "live"


def test_spans_and_sizes_are_said_in_sensible_units() -> None:
    assert [span_text(span) for span in (None, 0.0004, 0.9, 1.2, 600)] == [
        "—", "0 ms", "900 ms", "1 s", "10 min",
    ]  # fmt: skip
    assert [size(one) for one in (None, 999, 1500, 2e6)] == ["—", "999 B", "1.5 kB", "2.0 MB"]
