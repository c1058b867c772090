"""The settings of a city pack, city.toml: read with defaults, each mistake with its line."""

import math
from collections.abc import Mapping
from datetime import time
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.citytypes import LIMIT_UNITS, Limit
from pipelines.pack import Pack, Toml

FILE = "city.toml"
_LIMIT_FORM = '{ limit = 1, unit = "working_days" }'
_DEFAULT_HOURS = ["08:00", "12:00", "14:00", "18:00"]
_DEFAULT_PROMISES: Mapping[str, Any] = {"first_response_minutes": 15, "dispatch_seconds": 30}
_ACCEPTANCE = {
    "danger": Limit(amount=0.25, unit="urgent_hours"),
    "utilities": Limit(amount=0.5, unit="urgent_hours"),
    "other": Limit(amount=1, unit="working_days"),
}
_ONE_WORKING_DAY = Limit(amount=1, unit="working_days")
_UTC = ZoneInfo("UTC")


def read_settings(pack: Pack) -> dict[str, Any]:
    """What `City` takes from city.toml: its fields by name; wrong ones are noted and defaulted."""
    reader = _Settings(pack, pack.toml(FILE, required=True))
    timezone = reader.timezone()
    title = reader.text("title", pack.name)
    return {
        "title": title,
        "title_en": reader.text("title_en", title),
        "timezone": timezone,
        "centre": reader.numbers("centre", 2),
        "bounds": reader.bounds(),
        "area_km2": reader.number("area_km2", None),
        "day_start": reader.clock("day_start", "00:00"),
        "working_hours": reader.working_hours(),
        "worker_speed_kmh": reader.number("worker_speed_kmh", 15.0),
        "filing_limit": reader.limit("promises.filing", _ONE_WORKING_DAY),
        "check_limit": reader.limit("promises.check", _ONE_WORKING_DAY),
        "acceptance": {
            kind: reader.limit(f"promises.acceptance.{kind}", limit)
            for kind, limit in _ACCEPTANCE.items()
        },
        "promises": reader.promises(),
        "averages": reader.number_table("averages"),
        "city_score": reader.number_table("city_score"),
        "targets": reader.number_table("targets"),
        "thresholds": reader.thresholds(),
        "canvases": tuple(reader.texts("canvases")),
        "simulated": reader.flag("simulated"),
        "settings": reader.toml.values,
    }


class _Settings:
    """One city.toml; every getter notes what is wrong and answers with the default."""

    def __init__(self, pack: Pack, toml: Toml) -> None:
        self.pack, self.toml = pack, toml

    def get(self, dotted: str) -> Any:
        value: Any = self.toml.values
        for key in dotted.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def wrong(self, dotted: str, why: str) -> None:
        self.pack.wrong(FILE, why, line=self.toml.line(dotted), name=dotted)

    def text(self, dotted: str, default: str) -> str:
        value = self.get(dotted)
        if value is None:
            return default
        if not isinstance(value, str) or not value.strip():
            self.wrong(dotted, f"{value!r} is no text; put it in quotes")
            return default
        return value

    def flag(self, dotted: str) -> bool:
        value = self.get(dotted)
        if value is not None and not isinstance(value, bool):
            self.wrong(dotted, f"{value!r} is neither true nor false")
        return value is True

    def texts(self, dotted: str) -> list[str]:
        value = self.get(dotted)
        good = isinstance(value, list) and all(isinstance(item, str) for item in value)
        if value is not None and not good:
            self.wrong(dotted, f"{value!r} is no list of texts")
        return list(value) if good else []

    def table(self, dotted: str) -> dict[str, Any]:
        value = self.get(dotted)
        if value is not None and not isinstance(value, dict):
            self.wrong(dotted, f"{value!r} is no table; write it as [{dotted}]")
        return value if isinstance(value, dict) else {}

    def number(self, dotted: str, default: float | None) -> float | None:
        value = self.get(dotted)
        if value is None:
            return default
        if not _is_number(value) or value <= 0:
            self.wrong(dotted, f"{value!r} is no number above 0")
            return default
        return float(value)

    def numbers(self, dotted: str, count: int) -> tuple[float, ...] | None:
        value = self.get(dotted)
        if value is None:
            return None
        good = isinstance(value, list) and len(value) == count and all(map(_is_number, value))
        if not good:
            self.wrong(dotted, f"{value!r} is no list of {count} numbers (lat first)")
        return tuple(map(float, value)) if good else None

    def bounds(self) -> tuple[float, ...] | None:
        """South, west, north, east."""
        given = self.numbers("bounds", 4)
        if given and not (given[0] < given[2] and given[1] < given[3]):
            self.wrong("bounds", f"{list(given)} is not south, west, north, east")
        return given

    def promises(self) -> dict[str, Any]:
        """The raw table over the defaults; the two promises with a clock are numbers."""
        for key, default in _DEFAULT_PROMISES.items():
            self.number(f"promises.{key}", default)
        return {**_DEFAULT_PROMISES, **self.table("promises")}

    def thresholds(self) -> dict[str, dict[str, float]]:
        """Per metric a table of numbers such as watch and late."""
        return {key: self.number_table(f"thresholds.{key}") for key in self.table("thresholds")}

    def number_table(self, dotted: str) -> dict[str, float]:
        table = self.table(dotted)
        for key, value in table.items():
            if not _is_number(value):
                self.wrong(f"{dotted}.{key}", f"{value!r} is no number")
        return {key: float(value) for key, value in table.items() if _is_number(value)}

    def timezone(self) -> ZoneInfo:
        name = self.get("timezone")
        if not isinstance(name, str):
            self.wrong("timezone", "is missing; write one such as Asia/Shanghai")
            return _UTC
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            self.wrong("timezone", f'"{name}" is no zone of the tz database such as Asia/Shanghai')
            return _UTC

    def clock(self, dotted: str, default: str) -> time:
        return self._clock(dotted, self.text(dotted, default)) or time.fromisoformat(default)

    def _clock(self, dotted: str, text: object) -> time | None:
        try:
            read = time.fromisoformat(str(text))
            if read.tzinfo is None:
                return read
        except ValueError:
            pass
        self.wrong(dotted, f'"{text}" is no time of day; write it as 08:00')
        return None

    def working_hours(self) -> tuple[tuple[time, time], ...]:
        """Pairs of begin and end, ascending through the day."""
        dotted = "working_hours"
        texts = self.texts(dotted) or _DEFAULT_HOURS
        clocks = [self._clock(dotted, text) for text in texts]
        known = [clock for clock in clocks if clock is not None]
        if len(known) < len(clocks):
            return ()
        if len(known) % 2:
            self.wrong(dotted, "a begin has no end; write begin and end in turn")
        elif any(later <= earlier for earlier, later in pairwise(known)):
            self.wrong(dotted, f"{', '.join(texts)} do not ascend through the day")
        return tuple(zip(known[::2], known[1::2], strict=False))

    def limit(self, dotted: str, default: Limit) -> Limit:
        value = self.get(dotted)
        if value is None:
            return default
        if not isinstance(value, dict) or not {"limit", "unit"} <= value.keys():
            self.wrong(dotted, f"{value!r} is no limit; write it as {_LIMIT_FORM}")
        elif not _is_number(value["limit"]) or value["limit"] <= 0:
            self.wrong(dotted, f"limit {value['limit']!r} is no number above 0")
        elif value["unit"] not in LIMIT_UNITS:
            self.wrong(dotted, f"unit {value['unit']!r} is none of {', '.join(LIMIT_UNITS)}")
        else:
            return Limit(amount=float(value["limit"]), unit=value["unit"])
        return default


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
