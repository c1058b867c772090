"""Reads over HTTP, bounded in number and in time, so that no analyst holds up the city's ticks.

They run in a few threads of their own, which the system serves after the ticks and the snapshot. A
read that finds no thread within a short wait, or that is over its time, is refused with a sentence.
"""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import BoundedSemaphore, Lock, get_native_id
from typing import TypeVar

from dashboards.api.answers import Problem
from dashboards.api.measured import Measured
from pipelines.limits import within
from pipelines.store import ReadTooLong

T = TypeVar("T")
WAIT_S, BEHIND = 2.0, 10


class Readers:
    """At most `most` reads at once (0: one a processor), each ended after `within_s` seconds.

    More at once would answer no more of them, as each is work for a processor.
    """

    def __init__(
        self,
        measured: Measured,
        *,
        most: int,
        within_s: float,
        wait_s: float = WAIT_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._measured, self._monotonic = measured, monotonic
        self._within_s, self._wait_s = within_s, wait_s
        self.most = most or os.cpu_count() or 1
        self._free = BoundedSemaphore(self.most)
        self._threads = ThreadPoolExecutor(self.most, "reader", _stand_back)
        self._lock, self.busy = Lock(), 0

    def read(self, work: Callable[[], T], *, wait_s: float | None = None) -> T:
        """What `work` gives; Problem 503 where all threads stay busy, 504 where it takes too long.

        `wait_s` is how long to wait for a thread, for those who may wait longer than others.
        """
        if not self._free.acquire(timeout=self._wait_s if wait_s is None else wait_s):
            self._measured.read_refused("busy")
            said = f"{self.most} questions are being answered already; ask again in a moment"
            raise Problem(503, said, Retry_After="2")
        try:
            return self._threads.submit(self._timed, work).result()
        except ReadTooLong as wrong:
            self._measured.read_refused("too_long")
            raise Problem(504, str(wrong)) from None
        finally:
            self._free.release()

    def close(self) -> None:
        """Take nothing more."""
        self._threads.shutdown(wait=True)

    def _timed(self, work: Callable[[], T]) -> T:
        begun = self._monotonic()
        self._count(1)
        try:
            with within(self._within_s):
                found = work()
            self._measured.read(self._monotonic() - begun)
            return found
        finally:
            self._count(-1)

    def _count(self, step: int) -> None:
        with self._lock:
            self.busy += step


def _stand_back() -> None:
    """Let this thread have what ticks and snapshot leave; only Linux knows that of a thread."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, get_native_id(), BEHIND)
