"""The room every test of the API works in."""

from collections.abc import Iterator

import pytest

from pipelines.city import City
from tests.dashboards.api.room import Room, binhai, make_room


@pytest.fixture(scope="session")
def city() -> City:
    return binhai()


@pytest.fixture
def room(city: City) -> Iterator[Room]:
    made = make_room(city)
    yield made
    made.app.store.close()
