"""Answers that are asked only while a screen shows them: reads that scan much, such as Health."""

import time
from collections.abc import Callable, Iterator, Mapping
from threading import Lock
from typing import Any

from pipelines.reads import Read


class Later:
    """Asks a read when somebody looks at it, and shows its answer for `kept_s` seconds."""

    def __init__(
        self, ask: Callable[[Read], Any], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._ask, self._monotonic, self._lock = ask, monotonic, Lock()
        self._kept: dict[Read, tuple[float, Any]] = {}

    def __call__(self, read: Read) -> Any:
        """The kept answer, or a new one."""
        with self._lock:
            now = self._monotonic()
            if read not in self._kept or now - self._kept[read][0] >= read.kept_s:
                self._kept[read] = now, self._ask(read)
            return self._kept[read][1]


class Answers(Mapping[Read, Any]):
    """What was asked for everybody, and, when it is looked up, what is asked later."""

    def __init__(self, answered: Mapping[Read, Any], later: Callable[[Read], Any]) -> None:
        self._answered, self._later = answered, later

    def __getitem__(self, read: Read) -> Any:
        return self._later(read) if read.kept_s else self._answered[read]

    def __iter__(self) -> Iterator[Read]:
        return iter(self._answered)

    def __len__(self) -> int:
        return len(self._answered)
