"""One instant of the city as every screen sees it: the answers to all reads, taken together.

It is made once per tick and shared; a panel finds its answer under the read it named.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipelines.city import City
from pipelines.reads import Read


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Read):
    """What the server measures of itself; the one read that no database answers.

    Result: {"queue_events", "screens", "reads_in_progress", "reads_refused": number,
    "ticks_failing": bool, "tick_p50_s", "tick_p99_s", "lag_s", "snapshot_age_s",
    "frame_p50_bytes", "frame_p99_bytes": number | None (not known yet)}; quantiles of the latest
    thousand.
    """

    kept_s = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Answers as of one instant (aware UTC); every event acknowledged before `as_of` is in them.

    `city` is the pack, which knows the labels of the codes in the answers. `whole` says that no
    history was still being read in.
    """

    seq: int
    as_of: datetime
    city: City
    simulated: bool
    whole: bool = True
    results: Mapping[Read, Any] = field(default_factory=dict)

    def get(self, read: Read) -> Any:
        """The answer to `read`, None where it has not been answered (yet)."""
        return self.results.get(read)
