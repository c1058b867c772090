"""The map's props: tints of the cells, dots of the last hour, overdue tags, workers on their way.

Only values and codes go over the wire, cells in the order of the pack, so that a frame stays small;
the ground lies in the browser already (`dashboards.basemap`) and knows what the order means.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from dashboards.i18n import Lang, pack_lang, t
from dashboards.panels import verdict
from dashboards.panels.format import clock_time, instant_text
from dashboards.panels.panel import Panel, Props
from dashboards.snapshot import Snapshot
from pipelines.reads import Numbers, OverduePins, Points, Workers

NEW_S = 60.0
DAY_S = 86_400.0
MOVED_DEG = 0.0001
TINTS: Mapping[str, tuple[Numbers, dict[str, Any]]] = {
    "open": (
        Numbers(keys=("open",), window="today", by="cell"),
        {"breaks": [1, 3, 6, 11], "whole": True, "unit": 1},
    ),
    "on_time_closing_rate": (
        Numbers(keys=("on_time_closing_rate",), window="last_7_days", by="cell"),
        {"breaks": [70, 80, 90, 95], "whole": False, "unit": 1},
    ),
    "first_response_p50_s": (
        Numbers(keys=("first_response_p50_s",), window="today", by="cell"),
        {"breaks": [180, 360, 600, 900], "whole": False, "unit": 60},
    ),
}
READS = (*(read for read, _ in TINTS.values()), Workers(), *verdict.READS)
DRAWN = "register=city&bbox=-180,-90,180,90"  # as read_points.sql has it
NOTHING = "from=2000-01-01&to=2000-01-01"


def render(_panel: Panel, snapshot: Snapshot, lang: Lang) -> Props:
    """`{tints, points, filter, pins, workers, link, watched}`; see each part below."""
    answer = snapshot.get(Points())
    if answer is None:
        return {"state": "loading"}
    return {
        "state": "live",
        "tints": [tint(key, snapshot) for key in TINTS],
        "points": points(answer["points"], snapshot),
        "filter": filter_of(answer["points"]),
        "pins": pins(snapshot.get(OverduePins()) or [], lang),
        "workers": ways(snapshot.get(Workers()) or []),
        "link": link(answer.get("newest"), snapshot, lang),
        "watched": [place.zone for place in verdict.places(snapshot)],
    }


def tint(key: str, snapshot: Snapshot) -> dict[str, Any]:
    """One number of every cell, in the pack's order; a cell without a row has none, counts zero."""
    read, scale = TINTS[key]
    answer = snapshot.get(read) or {}
    rows = {row.by: row.value for row in answer[key].rows} if key in answer else {}
    missing = 0 if key in answer and scale["whole"] else None
    values = [_short(rows.get(cell.id, missing)) for cell in snapshot.city.cells]
    return {"key": key, **scale, "values": values}


def _short(value: float | None) -> float | None:
    if value is None:
        return None
    return int(value) if float(value).is_integer() else round(float(value), 1)


def points(cases: Iterable[Mapping[str, Any]], snapshot: Snapshot) -> list[list[Any]]:
    """[id, lat, lon, 1 if reported within the minute] of each case that has a place or a cell."""
    centres = {cell.id: cell.centre for cell in snapshot.city.cells}
    placed = [(case, _place(case, centres)) for case in cases]
    return [[case["id"], *at, int(case["age_s"] < NEW_S)] for case, at in placed if at]


def _place(
    case: Mapping[str, Any], centres: Mapping[str, tuple[float, float]]
) -> tuple[float, float] | None:
    lat, lon = case.get("lat"), case.get("lon")
    if lat is None or lon is None:
        return centres.get(case.get("cell") or "")
    return round(lat, 5), round(lon, 5)


def filter_of(cases: Iterable[Mapping[str, Any]]) -> str:
    """The query of `/api/v1/cases` of exactly these cases: oldest to newest, those with a place."""
    times = [case["reported_at"] for case in cases]
    if not times:
        return NOTHING
    start, end = _cut(min(times)), _cut(max(times)) + timedelta(milliseconds=1)
    return f"from={instant_text(start)}&to={instant_text(end)}&{DRAWN}"


def _cut(instant: datetime) -> datetime:
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def pins(cases: Iterable[Mapping[str, Any]], lang: Lang) -> list[dict[str, Any]]:
    """Open overdue cases with their limit as text; `day` = late by more than a day."""
    return [
        {
            "id": case["id"],
            "lat": round(case["lat"], 5),
            "lon": round(case["lon"], 5),
            "text": limit_text(case.get("limit_amount"), case.get("limit_unit"), lang),
            "day": case["late_by_s"] > DAY_S,
        }
        for case in cases
        if case.get("lat") is not None and case.get("lon") is not None
    ]


def limit_text(amount: float | None, unit: str | None, lang: Lang) -> str:
    """The authority's own limit, such as four hours or five working days."""
    if amount is None or unit is None:
        return t(lang, "map.limit")
    return t(lang, f"map.{unit}", n=f"{amount:g}")


def ways(workers: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """[id, way of two minutes, its end the present place] of those who are on their way."""
    moving = [worker for worker in workers if _has_moved(worker.get("trail") or [])]
    return [
        [worker["id"], [[round(lat, 5), round(lon, 5)] for lat, lon in worker["trail"]]]
        for worker in moving
    ]


def _has_moved(trail: list[Any]) -> bool:
    if len(trail) < 2:
        return False
    (lat, lon), (last_lat, last_lon) = trail[0], trail[-1]
    return bool(abs(lat - last_lat) + abs(lon - last_lon) > MOVED_DEG)


def link(newest: Mapping[str, Any] | None, snapshot: Snapshot, lang: Lang) -> dict[str, Any] | None:
    """The newest case that has a worker: both places, what it is and who goes, as text."""
    if not newest or newest.get("lat") is None or newest.get("worker_lat") is None:
        return None
    label, words = snapshot.city.label, pack_lang(lang)
    time = clock_time(newest["reported_at"], snapshot.city)
    what = label("category", newest["category"], words)
    who = label("worker", newest["worker"], words)
    places = {axis: round(newest[axis], 5) for axis in ("lat", "lon", "worker_lat", "worker_lon")}
    return places | {
        "id": newest["id"],
        "worker": newest["worker"],
        "what": f"{time} {what}",
        "who": f"→ {who}{t(lang, 'map.separator')}{distance(newest['distance_m'], lang)}",
    }


def distance(metres: float, lang: Lang) -> str:
    """Metres below a kilometre, else kilometres with one decimal."""
    if metres < 1000:
        return t(lang, "map.metres", n=round(metres))
    return t(lang, "map.kilometres", n=f"{metres / 1000:.1f}")
