"""What everything behind an address is given: the rooms of one running city, and nothing global."""

from dataclasses import dataclass
from typing import Any

from dashboards.api.measured import Measured
from dashboards.api.readers import Readers
from dashboards.live import Broadcaster
from pipelines.catalogue import Catalogue
from pipelines.city import City
from pipelines.clock import Clock
from pipelines.engine import Engine
from pipelines.hub import Hub
from pipelines.settings import Settings
from pipelines.tokens import Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One city's server. `simulated` marks its data; `sources` are what brings events by itself."""

    hub: Hub
    engine: Engine
    city: City
    catalogue: Catalogue
    clock: Clock
    settings: Settings
    tokens: Tokens
    live: Broadcaster
    measured: Measured
    readers: Readers
    simulated: bool
    sources: tuple[Any, ...] = ()
