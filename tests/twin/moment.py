"""The instant a question is asked at, and the city it is asked in."""

from dataclasses import dataclass
from datetime import datetime

from pipelines.city import City


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What the answer to a question about a case may depend on beside the case."""

    as_of: datetime
    city: City
