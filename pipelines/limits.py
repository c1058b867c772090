"""The time a read may take: what it runs on the database is interrupted once that is up.

The limit belongs to the thread that reads, so that no question between it and the database has to
hand it on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event, Lock, Thread
from typing import Protocol

AGAIN_S = 0.05


class Interruptible(Protocol):
    """A connection whose running statement another thread can end."""

    def interrupt(self) -> None: ...


class Limit:
    """The limit of one read and the connections it uses.

    A statement that begins just as the time is up misses an interruption, so it comes again and
    again until the read is left.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds, self._over, self._left = seconds, Event(), Event()
        self._connections: list[Interruptible] = []
        self._lock = Lock()

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return self._over.is_set()

    def __str__(self) -> str:
        return (
            f"the question took longer than {self._seconds:g} s and was ended; narrow it: a "
            "shorter from–to, fewer keys, or a filter such as zone"
        )

    def add(self, connection: Interruptible) -> None:
        """Interrupt this one too."""
        with self._lock:
            self._connections.append(connection)

    def drop(self, connection: Interruptible) -> None:
        """It is about to be closed, and is interrupted no more."""
        with self._lock:
            self._connections.remove(connection)

    def watch(self) -> None:
        """Wait for the end of the read or of its time; runs in a thread of its own."""
        pause = self._seconds
        while not self._left.wait(pause):
            self._over.set()
            with self._lock:
                for connection in self._connections:
                    connection.interrupt()
            pause = AGAIN_S

    def leave(self) -> None:
        """The read is done."""
        self._left.set()


_limit: ContextVar[Limit | None] = ContextVar("limit", default=None)


@contextmanager
def within(seconds: float) -> Iterator[Limit]:
    """What this thread reads inside ends after so many seconds, by the store's `ReadTooLong`."""
    limit = Limit(seconds)
    before = _limit.set(limit)
    Thread(target=limit.watch, name="limit", daemon=True).start()
    try:
        yield limit
    finally:
        limit.leave()
        _limit.reset(before)


def joined(connection: Interruptible) -> Limit | None:
    """The limit that holds on this thread, now for this connection too; None without one."""
    limit = _limit.get()
    if limit:
        limit.add(connection)
    return limit
