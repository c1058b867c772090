"""The wall's numbers are the API's, look after look: on the demo and on a replayed week."""

import shutil
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from pipelines.new_city import make_pack
from pipelines.sources.profile import load_profile
from scripts.demo import server
from tests.browser.shown import SEQ, differences, look
from tests.pipelines.importing_twin import (
    BOSTON_COLUMNS,
    BOSTON_FILE,
    boston_rows,
    write_csv,
)

LOOKS = 8


@pytest.fixture(scope="module")
def replayed_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real week where it is at hand, a made one of its shape elsewhere, two hours a second."""
    folder = tmp_path_factory.mktemp("replayed")
    made = write_csv(folder / "week.csv", boston_rows(240), BOSTON_COLUMNS)
    week = BOSTON_FILE if BOSTON_FILE.exists() else made
    pack = make_pack("boston", week, load_profile("boston"), folder)
    words = ["--profile", "boston", "--city", str(pack), "--speed", "3600"]
    with server(folder, "replay", str(week), *words, "--from", "2015-06-10T00:00-04:00") as url:
        yield url
    shutil.rmtree(folder, ignore_errors=True)


def looked_at(page: Page, url: str, zone: str) -> list[str]:
    """Differences over several frames."""
    page.goto(f"{url}/wall?kiosk=1")
    page.wait_for_selector("[data-metric=open][data-as-of]", timeout=60_000)
    page.wait_for_selector("[data-cell][data-value]", state="attached", timeout=60_000)
    found: list[str] = []
    for _ in range(LOOKS):
        seq = page.evaluate(SEQ)
        found += differences(url, look(page), ZoneInfo(zone))
        page.wait_for_function(f"seq => ({SEQ})() !== seq", arg=seq, timeout=30_000)
    return found


def test_every_number_of_a_replayed_week_is_the_apis(page: Page, replayed_url: str) -> None:
    assert looked_at(page, replayed_url, "America/New_York") == []
    assert page.evaluate("() => document.documentElement.dataset.city") == "boston"


def test_every_number_of_the_demo_is_the_apis(page: Page, demo_url: str) -> None:
    assert looked_at(page, demo_url, "Asia/Shanghai") == []
