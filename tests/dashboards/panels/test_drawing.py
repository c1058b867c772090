"""The arithmetic of what is drawn: widths are exact, sums agree, nothing falls off an axis."""

from datetime import date
from itertools import pairwise
from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.panels.channels import HEIGHT, TOP, bands
from dashboards.panels.departments import Line, ranked
from dashboards.panels.format import count, one_decimal, signed
from dashboards.panels.hours import path, scale_of
from dashboards.panels.marks import raw
from dashboards.panels.registration import FIRST_H, LAST_H, WIDTH, place
from dashboards.panels.response import RADIUS, ring_arcs
from dashboards.panels.tree import div, el, to_html
from dashboards.panels.windows import period_months

COUNTS = st.lists(st.integers(0, 5000), min_size=5, max_size=5)


@given(COUNTS)
def test_flows_are_as_wide_as_their_counts_and_stay_in_the_panel(counts):
    drawn = bands(counts)
    widest = max(drawn, key=lambda band: band.width)
    for band, value in zip(drawn, counts, strict=True):
        if max(counts):
            assert band.width == pytest.approx(widest.width * value / max(counts), abs=1e-6)
    assert drawn[-1].left + drawn[-1].width <= TOP + HEIGHT + 1e-6


@given(COUNTS)
def test_flows_meet_the_door_without_gap_or_overlap(counts):
    drawn = bands(counts)
    for above, below in pairwise(drawn):
        assert below.right == pytest.approx(above.right + above.width)


LINES = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1, max_size=30).map(
    lambda pairs: [
        Line(code=f"d{number}", on_time=min(pair), due=max(pair))
        for number, pair in enumerate(pairs)
    ]
)


@given(LINES)
def test_a_ranking_loses_no_case_and_counts_none_twice(lines):
    worst, best, rest = ranked(lines)
    assert sum(line.due for line in worst + best + rest) == sum(line.due for line in lines)
    assert len(worst) <= 5
    assert len(best) <= 5
    assert len(rest) <= 1


@given(LINES)
def test_the_worst_are_never_better_than_the_best(lines):
    worst, best, _ = ranked(lines)
    if best:
        assert max(line.rate for line in worst) <= min(line.rate for line in best)


def test_a_department_with_a_small_base_is_counted_but_not_ranked():
    big = [Line(code=f"d{number}", on_time=40, due=50) for number in range(3)]
    tiny = Line(code="tiny", on_time=0, due=1)
    worst, best, rest = ranked([*big, tiny])
    assert "tiny" not in [line.code for line in worst + best]
    assert rest[0].due == 1


@given(st.lists(st.integers(1, 9999), min_size=3, max_size=3))
def test_ring_arcs_close_the_ring(counts):
    arcs = ring_arcs(counts)
    last = arcs[-1]
    length = float(last["stroke-dasharray"].split()[0]) - float(last["stroke-dashoffset"])
    assert length == pytest.approx(2 * pi * RADIUS, abs=0.1)


@given(st.floats(0.01, 10_000))
def test_hours_never_leave_their_axis(hours):
    assert 0 <= place(hours) <= WIDTH


def test_twice_the_hours_is_always_the_same_step():
    assert place(4) - place(2) == pytest.approx(place(32) - place(16), abs=0.2)
    assert (place(FIRST_H), place(LAST_H)) == (0, WIDTH)


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (1, 1), (7, 2), (19, 5), (220, 100), (950, 200), (12_000, 5000)]
)
def test_grid_steps_are_round(most, step):
    top, found = scale_of([{"hour": 0, "reported": most}])
    assert found == step
    assert top >= most


def test_no_points_are_no_path():
    assert path([]) == ""


@pytest.mark.parametrize(
    ("period", "first", "end"),
    [
        ("2025", date(2025, 1, 1), date(2026, 1, 1)),
        ("2025H1", date(2025, 1, 1), date(2025, 7, 1)),
        ("2025H2", date(2025, 7, 1), date(2026, 1, 1)),
        ("2025Q3", date(2025, 7, 1), date(2025, 10, 1)),
        ("2025Q1-Q3", date(2025, 1, 1), date(2025, 10, 1)),
        ("2025-12", date(2025, 12, 1), date(2026, 1, 1)),
        ("2025-09-30", date(2025, 9, 30), date(2025, 10, 1)),
    ],
)
def test_a_period_is_the_days_it_covers(period, first, end):
    assert period_months(period) == (first, end)


def test_a_share_just_below_all_never_reads_as_all():
    assert one_decimal(99.97) == "99.9"
    assert one_decimal(100.0) == "100.0"
    assert one_decimal(None) == "—"


def test_numbers_are_written_one_way():
    assert (count(12345), signed(5), signed(-0.34), raw(None)) == ("12,345", "+5.0", "-0.3", "")
    assert (raw(704.0), raw(88.7)) == ("704", "88.7")


def test_a_tree_escapes_what_people_wrote():
    written = to_html(div("note", "<b>&", title='"<'))
    assert written == '<div class="note" title="&quot;&lt;">&lt;b&gt;&amp;</div>'
    assert to_html(el("meta", {"charset": "utf-8", "left-out": None})) == '<meta charset="utf-8">'
