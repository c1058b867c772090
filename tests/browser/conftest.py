"""What a test that looks through a browser is given; everything here carries the mark `browser`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, ViewportSize

from scripts.demo import demo_server

HERE = Path(__file__).parent
SIZE: ViewportSize = {"width": 1920, "height": 1080}
AT_HOME = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:", "about:")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this room."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def demo_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo with a database of its own; it ends with its tests."""
    with demo_server(tmp_path_factory.mktemp("demo")) as url:
        yield url


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page; the test fails when a script of it fails or a request leaves the machine."""
    context = chromium.new_context(viewport=SIZE)
    page = context.new_page()
    wrong: list[str] = []

    def watch(request: Request) -> None:
        if not request.url.startswith(AT_HOME):
            wrong.append(f"asked for {request.url}")

    page.on("request", watch)
    page.on("pageerror", lambda error: wrong.append(f"script failed: {error}"))
    yield page
    context.close()
    assert wrong == []
