"""The rejects file: rows as they stand in the case file, each behind the reason it was refused.

It is written in the profile's own encoding and delimiter, so that it can be mended and imported
again with the same profile; it only comes into being when a row is refused.
"""

import csv
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from pipelines.sources.faults import ImportFailed
from pipelines.sources.rows import Row
from pipelines.sources.rules import Profile


class Rejects:
    """Opened on the first refused row; a context manager that closes the file."""

    def __init__(self, path: Path, profile: Profile) -> None:
        self.path = path
        self._profile = profile
        self._headings: tuple[str, ...] = ()
        self._file: IO[str] | None = None
        self._writer: Any = None

    def begin(self, headings: tuple[str, ...]) -> None:
        """The headings of the case file."""
        self._headings = headings

    def write(self, row: Row, reason: str) -> None:
        """One refused row."""
        if self._file is None:
            self._open()
        self._writer.writerow((reason, *row.raw))

    def _open(self) -> None:
        encoding = "utf-8" if self._profile.encoding == "auto" else self._profile.encoding
        try:
            self._file = self.path.open("w", encoding=encoding, errors="replace", newline="")
        except OSError as wrong:
            raise ImportFailed(f"{self.path.name}: cannot be written: {wrong.strerror}") from None
        self._writer = csv.writer(self._file, delimiter=self._profile.delimiter)
        self._writer.writerow(("reason", *self._headings))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
