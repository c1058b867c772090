"""The health of the data: what each source gives and how late, what of it was refused, which codes
nobody knows. The silos joined, visibly."""

import tomllib
from collections import defaultdict
from datetime import datetime
from functools import cache
from typing import Any

from pipelines.city import City
from pipelines.sources.profile import PROFILES
from pipelines.store import Cursor

MOST_CODES, MOST_REASONS = 40, 200
DAY_S = 86_400.0
SHORTEST_SILENCE_S, FORGOTTEN_S, GAPS = 900.0, 7 * DAY_S, 3
Row = dict[str, Any]


def read_health(cursor: Cursor, city: City, as_of: datetime, today: datetime) -> Row:
    """The answer to `reads.Health`, in its shape."""
    reasons = _reasons(cursor, city, as_of)
    joined = {row["source"]: row for row in cursor.records("queries/read_joined")}
    sources = cursor.records("queries/read_sources", as_of=as_of, today=today)
    known = {row["source"] for row in sources}
    sources += [_silent(name) for name in sorted(reasons.keys() - known)]
    for row in sources:
        name = row["source"]
        row["label"] = label(city, name)
        row["cases"] = joined[name]["cases"] if name in joined else 0
        row["joined"] = joined[name]["joined"] if name in joined else 0
        row["quiet"] = quiet(row, (as_of - today).total_seconds())
        row["reasons"] = reasons.get(name, [])
        row["refused"] = sum(reason["count"] for reason in row["reasons"])
        row["refused_today"] = sum(reason["today"] for reason in row["reasons"])
    return {
        "as_of": as_of,
        "sources": sources,
        "together": cursor.records("queries/read_together")[0],
        **_unknown(cursor, city),
    }


def quiet(source: Row, of_today_s: float) -> bool:
    """Whether a source that has a rhythm is silent against it: for three of today's usual gaps and
    a quarter of an hour, or, when today has nothing yet, for a day."""
    lag_s, today = source["lag_s"], source["today"]
    if lag_s is None or lag_s > FORGOTTEN_S:
        return False
    return bool(
        lag_s > max(SHORTEST_SILENCE_S, GAPS * of_today_s / today) if today else lag_s > DAY_S
    )


def label(city: City, source: str) -> dict[str, str] | None:
    """How people call the system behind a source: by the pack, by its channel, or by the title of
    its import profile; None where nobody named it."""
    named = city.settings.get("sources")
    words = named.get(source) if isinstance(named, dict) else None
    if isinstance(words, dict) and {"zh", "en"} <= words.keys():
        return {lang: str(words[lang]) for lang in ("zh", "en")}
    channel = source.rpartition("/")[2]
    said = {lang: city.label("channel", channel, lang) for lang in ("zh", "en")}
    if said["zh"] != channel or said["en"] != channel:
        return said
    title = _titles().get(source)
    return {"zh": title, "en": title} if title else None


@cache
def _titles() -> dict[str, str]:
    """Source → title of the import profiles; one that cannot be read names nothing."""
    found = {}
    for path in sorted(PROFILES.glob("*.toml")):
        try:
            raw = tomllib.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(raw.get("source"), str) and isinstance(raw.get("title"), str):
            found[raw["source"]] = raw["title"]
    return found


def _reasons(cursor: Cursor, city: City, as_of: datetime) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    day = city.day_of(as_of).isoformat()
    for row in cursor.records("queries/read_refusals", day=day, most=MOST_REASONS):
        found[row["source"]].append(
            {
                "reason": row["reason"],
                "count": int(row["n"]),
                "today": int(row["today"]),
                "last_at": row["last_at"],
                "id": row["example_id"],
                "example": row["example"],
            }
        )
    return found


def _silent(name: str) -> Row:
    """A source of which nothing was accepted."""
    unknown = dict.fromkeys(("first_at", "last_at", "lag_s", "delay_p50_s"))
    return {"source": name, "events": 0, "today": 0, "kinds": [], **unknown}


def _unknown(cursor: Cursor, city: City) -> Row:
    rows = cursor.records(
        "queries/read_unknown",
        categories=[one.code for one in city.categories],
        channels=[one.code for one in city.channels],
        cells=[one.id for one in city.cells],
        zones=[one.id for one in city.zones],
        departments=[one.code for one in city.departments],
        workers=[one.id for one in city.workers],
        most=MOST_CODES,
    )
    codes = [
        {"dimension": row["dimension"], "code": row["code"], "count": row["n"],
         "last_at": row["last_at"]}
        for row in rows
    ]  # fmt: skip
    return {"unknown_codes": codes, "unknown_in_all": rows[0]["codes"] if rows else 0}
