"""The tables of a city pack: which columns each file has, how they are read, what they become."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pipelines import fields
from pipelines.citytypes import (
    CATEGORY_KINDS,
    DEPARTMENT_KINDS,
    LIMIT_UNITS,
    Category,
    Channel,
    Department,
    Indicator,
    Limit,
    Part,
    Worker,
)
from pipelines.pack import Column, Pack, Row

_WORKDAY = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_AMOUNT_WITH_UNIT = re.compile(r"([\d.]+)\s*[^\d.\s].*")


def number(text: str) -> float:
    """A finite number."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f'"{text}" is no number')
    return value


def amount(text: str) -> float:
    """A positive number; a number with its unit in one cell is told apart."""
    mixed = _AMOUNT_WITH_UNIT.fullmatch(text)
    if mixed:
        advice = f"write {mixed.group(1)} and put the unit into its own column"
        raise ValueError(f'"{text}" is no number; {advice}')
    value = number(text)
    if value <= 0:
        raise ValueError(f'"{text}" is no limit; write a number above 0, or nothing for no limit')
    return value


def within(degrees: float) -> Callable[[str], float]:
    """A number of degrees not beyond ± `degrees`."""

    def read(text: str) -> float:
        value = number(text)
        if abs(value) > degrees:
            raise ValueError(f'"{text}" lies beyond ±{degrees:g} degrees')
        return value

    return read


def one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    """A word of a closed list."""

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f'"{text}" is none of {", ".join(words)}')
        return text

    return read


def day(text: str) -> date:
    """A date of the form 2026-07-15."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is no date; write it as 2026-07-15') from None


def workday(text: str) -> bool:
    """1 or true for a workday, 0 or false for a day off."""
    if text.lower() not in _WORKDAY:
        raise ValueError(f'"{text}" is neither 1 (workday) nor 0 (day off)')
    return _WORKDAY[text.lower()]


def period(text: str) -> str:
    """A reporting period of the forms that events know."""
    wrong = fields.period(text)
    if wrong:
        raise ValueError(wrong)
    return text


def categories(pack: Pack) -> list[tuple[int, Category]]:
    """categories.csv, each with its line."""
    columns = (
        Column("code", str),
        Column("name", str),
        Column("name_en", str, ""),
        Column("class", str, ""),
        Column("class_name", str, ""),
        Column("class_name_en", str, ""),
        Column("kind", one_of(CATEGORY_KINDS), "event"),
        Column("limit", amount, None),
        Column("unit", one_of(LIMIT_UNITS), None),
        Column("department", str, None),
    )
    rows = pack.table("categories.csv", columns, required=True)
    for row in rows:
        if row.values["limit"] is not None and row.values["unit"] is None:
            why = f"is empty though the limit is {row.values['limit']:g}; write one of "
            why += ", ".join(LIMIT_UNITS)
            pack.wrong("categories.csv", why, line=row.line, name="unit")
    return [(row.line, _category(row.values)) for row in rows]


def _category(row: Mapping[str, Any]) -> Category:
    class_code = row["class"] or row["class_name"] or row["code"]
    class_name = row["class_name"] or class_code
    limited = row["limit"] is not None and row["unit"] is not None
    return Category(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"] or row["name"],
        class_code=class_code,
        class_name=class_name,
        class_name_en=row["class_name_en"] or class_name,
        kind=row["kind"],
        limit=Limit(amount=row["limit"], unit=row["unit"]) if limited else None,
        department=row["department"],
    )


def departments(pack: Pack) -> list[tuple[int, Department]]:
    """departments.csv, each with its line."""
    columns = (
        Column("code", str),
        Column("name", str),
        Column("name_en", str, ""),
        Column("short", str, ""),
        Column("kind", one_of(DEPARTMENT_KINDS), "bureau"),
        Column("parent", str, None),
    )
    rows = pack.table("departments.csv", columns)
    return [(row.line, Department(**_named(row, short=True))) for row in rows]


def channels(pack: Pack) -> list[tuple[int, Channel]]:
    """channels.csv, each with its line."""
    columns = (Column("code", str), Column("name", str), Column("name_en", str, ""))
    return [(row.line, Channel(**_named(row))) for row in pack.table("channels.csv", columns)]


def _named(row: Row, *, short: bool = False) -> dict[str, Any]:
    values = dict(row.values)
    values["name_en"] = values["name_en"] or values["name"]
    if short:
        values["short"] = values["short"] or values["name"]
    return values


def workers(pack: Pack) -> list[tuple[int, Worker]]:
    """workers.csv, each with its line."""
    columns = (
        Column("id", str),
        Column("name", str),
        Column("cell", str),
        Column("department", str, None),
    )
    return [(row.line, Worker(**row.values)) for row in pack.table("workers.csv", columns)]


def parts(pack: Pack) -> list[tuple[int, Part]]:
    """components.csv, each with its line."""
    columns = (
        Column("part", str),
        Column("category", str),
        Column("lat", within(90)),
        Column("lon", within(180)),
        Column("owner", str, None),
    )
    rows = pack.table("components.csv", columns)
    return [(row.line, _part(row.values)) for row in rows]


def _part(row: Mapping[str, Any]) -> Part:
    place = {key: row[key] for key in ("category", "lat", "lon", "owner")}
    return Part(id=row["part"], **place)


def calendar(pack: Pack) -> dict[date, bool]:
    """calendar.csv: date → is it a workday; a date named twice is a mistake."""
    columns = (Column("date", day), Column("workday", workday))
    days: dict[date, bool] = {}
    for row in pack.table("calendar.csv", columns):
        if row.values["date"] in days:
            why = f'"{row.values["date"]}" stands there twice'
            pack.wrong("calendar.csv", why, line=row.line, name="date")
        days[row.values["date"]] = row.values["workday"]
    return days


def indicators(pack: Pack) -> list[Indicator]:
    """indicators.csv: published figures."""
    columns = (
        Column("indicator", str),
        Column("area", str),
        Column("period", period),
        Column("value", number),
        Column("qualifier", str, ""),
        Column("unit", str),
        Column("source", str),
        Column("method", str, ""),
        Column("confidence", str, ""),
    )
    return [Indicator(**row.values) for row in pack.table("indicators.csv", columns)]
