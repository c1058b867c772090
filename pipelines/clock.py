"""The clock everybody is given: nothing in `pipelines` asks the machine for the time by itself."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
EVER = datetime(9999, 1, 1, tzinfo=UTC)


def system_clock() -> datetime:
    """The machine's own instant, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """A clock that stood at `start` when it was made and runs on at `speed` × real time."""

    start: datetime
    speed: float = 1.0
    _made: float = field(default_factory=time.monotonic)

    def __call__(self) -> datetime:
        return self.start + timedelta(seconds=(time.monotonic() - self._made) * self.speed)
