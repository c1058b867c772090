"""What changes slowly in a server's life, looked at once a second and told once a change.

Counts of what others do, screens that come and refusals, are told at most once a minute.
"""

import logging
import time
from collections.abc import Callable

from dashboards.api.measured import Measured
from dashboards.api.probes import not_ready
from dashboards.context import Context
from pipelines.disk import free_mb
from pipelines.logs import said

LOW = 2
MINUTE_S = 60.0
log = logging.getLogger(__name__)


class Life:
    """Compares with the look before; the first look tells what there is to tell."""

    def __init__(self, context: Context, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._context, self._begun = context, monotonic()
        self._monotonic = monotonic
        self._waits: str | None = "not looked yet"
        self._low = False
        self._counted = dict.fromkeys(("screens", "events", "reads"), 0.0)
        self._told_at = float("-inf")

    def look(self) -> None:
        """Tell what is otherwise than at the last look."""
        self._look_at_readiness()
        self._look_at_the_disk()
        if self._monotonic() - self._told_at >= MINUTE_S:
            self._look_at_counts(self._context.measured)

    def _look_at_readiness(self) -> None:
        waits = not_ready(self._context)
        if waits is None and self._waits is not None:
            log.info(said("ready", after_s=self._monotonic() - self._begun))
        elif waits is not None and self._waits is None:
            log.warning(said("not_ready", reason=waits))
        self._waits = waits

    def _look_at_the_disk(self) -> None:
        settings = self._context.settings
        free = free_mb(settings.database_path)
        low = free is not None and free < LOW * settings.disk_reserve_mb
        if low != self._low:
            told = said("disk_low" if low else "disk_free_again", free_mb=free,
                        reserve_mb=settings.disk_reserve_mb)  # fmt: skip
            log.log(logging.WARNING if low else logging.INFO, told)
        self._low = low

    def _look_at_counts(self, measured: Measured) -> None:
        now = {
            "screens": measured.value("screens_connected") or 0,
            "events": measured.value("events_rejected_total") or 0,
            "reads": measured.reads_refused,
        }
        before, self._counted = self._counted, now
        if now == before:
            return
        self._told_at = self._monotonic()
        if now["screens"] != before["screens"]:
            log.info(said("screens", connected=int(now["screens"]), before=int(before["screens"])))
        for name, all_ in (("events", now["events"]), ("reads", now["reads"])):
            if all_ != before[name]:
                new = int(all_ - before[name])
                log.warning(said(f"{name}_refused", count=new, in_all=int(all_)))
