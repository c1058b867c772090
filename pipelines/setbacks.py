"""Failures in a row of work that is tried again: how long to pause, and what the log is told.

An outage of a night is a few lines: the first failure, then its doublings, then the recovery.
"""

import logging

from pipelines.logs import said
from pipelines.store import StoreError

SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 5.0


class Setbacks:
    """Counts the failures since the last success."""

    def __init__(self, log: logging.Logger, work: str) -> None:
        self._log, self._work = log, work
        self._count = 0

    @property
    def pause_s(self) -> float:
        """How long to wait before the next try."""
        return min(LONGEST_PAUSE_S, SHORTEST_PAUSE_S * 2.0 ** min(self._count, 10))

    def failed(self, wrong: Exception) -> None:
        """One more; the database's own sentence is told, of any other exception its places."""
        self._count += 1
        if self._count & (self._count - 1):
            return
        known = str(wrong) if isinstance(wrong, StoreError) else None
        told = {"reason": known, "failures": self._count, "pause_s": self.pause_s}
        self._log.error(said(f"{self._work}_failed", **told), exc_info=None if known else wrong)

    def ended(self) -> None:
        """It went well."""
        if self._count:
            self._log.info(said(f"{self._work}_recovered", failures=self._count))
        self._count = 0
