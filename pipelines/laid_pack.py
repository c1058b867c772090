"""What of a city pack decides a number, as rows of the database: limits, cells, working time."""

from datetime import UTC, date, datetime, timedelta

from pipelines.casework.clocks import UNITS, work_spans
from pipelines.city import City
from pipelines.citytypes import Limit
from pipelines.store import Cursor

SPANS_FROM, SPANS_TO = date(1990, 1, 1), date(2050, 1, 1)
SPANS_END = datetime(9999, 1, 1, tzinfo=UTC)
PROMISES = ("filing", "check", "danger", "utilities", "other")
_SPAN = ("unit", "starts_at", "ends_at", "before", "next_at", "next_before")
_US = {unit: span / timedelta(microseconds=1) for unit, span in UNITS.items()}


def lay_pack(cursor: Cursor, city: City) -> None:
    """Write the pack's rows; whoever calls has taken away those of another edition."""
    categories = [
        (c.code, c.class_code, c.limit and float(c.limit.amount), *_limit(c.limit))
        for c in city.categories
    ]
    cursor.insert("pack_category", ("code", "class", "amount", "unit", "amount_us"), categories)
    cells = [(cell.id, cell.zone, *cell.centre) for cell in city.cells]
    cursor.insert("pack_cell", ("cell", "zone", "lat", "lon"), cells)
    given = {"filing": city.filing_limit, "check": city.check_limit, **city.acceptance}
    columns = [f"{name}_{part}" for name in PROMISES for part in ("unit", "us")]
    promises = [value for name in PROMISES for value in _limit(given.get(name))]
    cursor.insert("pack_limit", columns, [promises])
    cursor.insert("work_span", _SPAN, _spans(city))


def _limit(limit: Limit | None) -> tuple[object, ...]:
    """The unit of a limit and its microseconds."""
    return (None, None) if limit is None else (limit.unit, round(limit.amount * _US[limit.unit]))


def _spans(city: City) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for unit, spans in work_spans(city, SPANS_FROM, SPANS_TO).items():
        before = 0
        following = [starts_at for starts_at, _ in spans[1:]] + [SPANS_END]
        for (starts_at, ends_at), next_at in zip(spans, following, strict=True):
            after = before + round((ends_at - starts_at).total_seconds() * 1_000_000)
            rows.append((unit, starts_at, ends_at, before, next_at, after))
            before = after
    return rows
