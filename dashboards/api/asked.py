"""Reads the words of a query: dates in the city's days, instants, comma lists, named dimensions.

An empty word is an absent one. A word that nobody knows is refused: silently ignored, a misspelt
filter would give the whole city's number as a part's.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from werkzeug.datastructures import MultiDict

from dashboards.api.answers import Problem
from pipelines.city import City
from pipelines.fields import parse_written
from pipelines.metrics import DIMENSIONS

Filters = tuple[tuple[str, tuple[str, ...]], ...]


class Asked:
    """The words of one request. `known` are the names it may have; Problem 400 for any other."""

    def __init__(
        self, given: MultiDict[str, str], *, known: Collection[str], city: City, now: datetime
    ) -> None:
        unknown = sorted(set(given) - set(known))
        if unknown:
            said = ", ".join(sorted(known))
            raise Problem(400, f"{unknown[0]}: is no parameter of this call; there are {said}")
        twice = sorted(name for name in given if len(given.getlist(name)) > 1)
        if twice:
            raise Problem(400, f"{twice[0]}: is given twice; write a list with commas")
        self._words: Mapping[str, str] = {name: text for name, text in given.items() if text}
        self._city, self.now = city, now

    def text(self, name: str) -> str | None:
        """The word as it stands, None for none."""
        return self._words.get(name)

    def texts(self, name: str) -> tuple[str, ...]:
        """A comma list without its empty places."""
        return tuple(part for part in self._words.get(name, "").split(",") if part)

    def instant(self, name: str) -> datetime | None:
        """An RFC 3339 instant or the start of a date in the city, UTC."""
        text = self._words.get(name)
        if text is None:
            return None
        try:
            if len(text) == len("2026-07-15"):
                return self._city.day_bounds(date.fromisoformat(text))[0]
            return parse_written(_with_plus(text))
        except (ValueError, OverflowError):
            raise Problem(
                400, f"{name}: {text!r} is neither a date nor an RFC 3339 instant with a zone"
            ) from None

    def window(self) -> tuple[datetime, datetime]:
        """`from` and `to`; without them, the city's today."""
        today = self.today()
        start, end = self.instant("from") or today[0], self.instant("to") or today[1]
        if end < start:
            raise Problem(400, "to: lies before from")
        return start, end

    def today(self) -> tuple[datetime, datetime]:
        """The city's day that runs now, by its `day_start`."""
        return self._city.day_bounds(self._city.day_of(self.now))

    def filters(self) -> Filters:
        """The named dimensions and the values each may have."""
        return tuple((name, self.texts(name)) for name in DIMENSIONS if self.texts(name))

    def one_of(self, name: str, words: Collection[str]) -> str | None:
        """A word of a closed list."""
        text = self._words.get(name)
        if text is not None and text not in words:
            raise Problem(400, f"{name}: {text!r} is none of {', '.join(words)}")
        return text

    def whole(self, name: str, usual: int, most: int) -> int:
        """A whole number from 1 to `most`."""
        text = self._words.get(name)
        if text is None:
            return usual
        if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= most:
            raise Problem(400, f"{name}: {text!r} is no whole number from 1 to {most}")
        return int(text)

    def bbox(self, name: str) -> tuple[float, float, float, float] | None:
        """west,south,east,north in degrees, as GeoJSON orders them."""
        text = self._words.get(name)
        if text is None:
            return None
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError:
            west, south, east, north = 1.0, 1.0, -1.0, -1.0
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise Problem(400, f"{name}: {text!r} is no west,south,east,north in degrees")
        return west, south, east, north


def _with_plus(text: str) -> str:
    """A `+` that was not escaped arrives as a space."""
    return f"{text[:-6]}+{text[-5:]}" if len(text) > 6 and text[-6] == " " else text
