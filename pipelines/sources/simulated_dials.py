"""The dials of the simulated day: numbers, spans and mixes out of a pack's `day.toml`.

Every dial has a default here, so that a pack without a `day.toml` can be played as well.
"""

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, log
from random import Random
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Z_90 = 1.2815515655446004
"""How many standard deviations the 90th percentile lies above the median."""


@dataclass(frozen=True, slots=True)
class Span:
    """A log-normal amount, by its median and 90th percentile."""

    mu: float
    sigma: float

    @classmethod
    def of(cls, median: float, p90: float) -> "Span":
        return cls(log(median), log(p90 / median) / Z_90)

    def draw(self, rng: Random) -> float:
        return exp(rng.gauss(self.mu, self.sigma))


class Urn(Generic[T]):
    """Things drawn by weight."""

    __slots__ = ("_sums", "things")

    def __init__(self, things: Sequence[T], weights: Sequence[float]) -> None:
        self.things = tuple(things)
        self._sums = list(accumulate(weights))

    def draw(self, rng: Random) -> T:
        place = bisect(self._sums, rng.random() * self._sums[-1])
        return self.things[min(place, len(self.things) - 1)]


@dataclass(frozen=True, slots=True)
class Dials:
    """`day.toml`, asked by dotted names."""

    raw: Mapping[str, Any]

    def get(self, name: str, usual: Any) -> Any:
        at: Any = self.raw
        for part in name.split("."):
            if not isinstance(at, Mapping) or part not in at:
                return usual
            at = at[part]
        return at

    def number(self, name: str, usual: float) -> float:
        return float(self.get(name, usual))

    def span(self, median: tuple[str, float], p90: tuple[str, float]) -> Span:
        """A span of two dials, each given as name and default."""
        return Span.of(self.number(*median), self.number(*p90))

    def mix(self, name: str, usual: Mapping[str, float]) -> Urn[str]:
        given = self.get(name, usual)
        return Urn(list(given), [float(weight) for weight in given.values()])
