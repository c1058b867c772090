"""The pack of Binhai is whole, has the numbers it is known by, and says what it invents."""

import time
from datetime import date
from datetime import time as clock

import pytest

from pipelines.city import CITIES, City, Limit, check_city, load_city


@pytest.fixture(scope="module")
def binhai() -> City:
    return load_city(CITIES / "binhai")


def test_binhai_is_whole_and_its_cells_fit_together() -> None:
    assert check_city(CITIES / "binhai") == []


def test_binhai_has_the_numbers_it_is_known_by(binhai: City) -> None:
    classes = {category.class_code for category in binhai.categories}
    assert (len(binhai.cells), len(binhai.zones), len(binhai.workers)) == (743, 26, 743)
    assert (len(classes), len(binhai.categories), len(binhai.channels)) == (13, 124, 5)
    assert {worker.cell for worker in binhai.workers} == {cell.id for cell in binhai.cells}


def test_every_category_of_binhai_has_a_limit_and_a_department(binhai: City) -> None:
    assert all(category.limit and category.department for category in binhai.categories)


def test_a_flooded_road_in_binhai_is_urgent(binhai: City) -> None:
    limits = {category.name: category.limit for category in binhai.categories}
    assert limits["道路积水"] == Limit(amount=2, unit="urgent_hours")


def test_binhai_knows_holidays_and_make_up_workdays(binhai: City) -> None:
    assert len(binhai.calendar) == 730
    assert not binhai.is_workday(date(2025, 10, 8))
    assert binhai.is_workday(date(2026, 2, 28))
    assert not binhai.is_workday(date(2026, 2, 23))


def test_binhai_shows_only_indicators_that_name_their_source(binhai: City) -> None:
    wanted = {"gdp_growth", "industry_growth", "investment_growth", "budget_revenue_growth"}
    wanted |= {"exports_growth", "port_teu"}
    assert wanted <= {figure.indicator for figure in binhai.indicators}
    assert all(figure.source and figure.confidence for figure in binhai.indicators)


def test_one_figure_of_a_period_stands_once(binhai: City) -> None:
    keys = [(figure.indicator, figure.area, figure.period) for figure in binhai.indicators]
    assert len(keys) == len(set(keys))


def test_what_binhai_invents_says_so(binhai: City) -> None:
    assert binhai.simulated
    assert binhai.day["simulated"]
    assert binhai.working_hours == ((clock(8), clock(12)), (clock(14), clock(18)))


def test_the_shares_of_the_simulated_channels_make_a_whole(binhai: City) -> None:
    shares = [channel["share"] for channel in binhai.day["channels"].values()]
    assert sum(shares) == pytest.approx(1)


def test_binhai_is_small_and_loads_at_once() -> None:
    files = (CITIES / "binhai").rglob("*")
    assert sum(file.stat().st_size for file in files if file.is_file()) < 900_000
    begin = time.process_time()
    load_city(CITIES / "binhai")
    assert time.process_time() - begin < 0.5
