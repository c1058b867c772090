"""What was published or raised: an indicator's latest figure, standing alarms, registrations."""

import re
from collections.abc import Iterable, Mapping, Sequence
from statistics import median, quantiles
from typing import Any

from pipelines.casework.clocks import used
from pipelines.city import City

SEVERITIES = ("critical", "major", "minor", "warning")
_ENDS = re.compile(r"(\d{4})(?:H([12])|Q([1-4])(?:-Q([1-4]))?|-(\d\d)(?:-(\d\d))?)?")


def period_end(period: str) -> tuple[int, int, int]:
    """The last month and day of a reporting period, and its length: (month count, day, months)."""
    found = _ENDS.fullmatch(period)
    if not found:
        return 0, 0, 0
    year, half, quarter, last_quarter, month, day = found.groups()
    base = int(year) * 12
    if half:
        return base + int(half) * 6, 31, 6
    if quarter:
        last = int(last_quarter or quarter)
        return base + last * 3, 31, (last - int(quarter) + 1) * 3
    if month:
        return base + int(month), int(day or 31), 0 if day else 1
    return base + 12, 31, 12


def latest_figures(said: Iterable[Mapping[str, Any]], city: City) -> list[dict[str, Any]]:
    """The latest figure of each indicator of the pack's own area; a period's later one revises."""
    best: dict[str, tuple[tuple[int, int, int], dict[str, Any]]] = {}
    own = {None, "", city.title, city.name, *_own_areas(city)}
    for event in said:
        data = event["data"]
        if data.get("area") not in own:
            continue
        rank = period_end(data["period"])
        name = data["indicator"]
        if name not in best or rank >= best[name][0]:
            best[name] = rank, {
                "indicator": name, "area": data.get("area"), "period": data["period"],
                "value": data["value"], "qualifier": data.get("qualifier"), "unit": data["unit"],
                "source": data["source"], "published_at": event["time"],
            }  # fmt: skip
    return [figure for _, figure in best.values()]


def _own_areas(city: City) -> list[str]:
    areas = city.settings.get("areas", {})
    return (
        [str(areas[name]) for name in ("own", "port") if name in areas]
        if isinstance(areas, Mapping)
        else []
    )


def standing_alarms(said: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Alarms raised and not cleared, worst first, then newest."""
    alarms: dict[str, dict[str, Any]] = {}
    for event in said:
        key = event["subject"]
        if event["type"] == "alarm.cleared":
            alarms.pop(key, None)
        elif event["type"] == "alarm.acknowledged" and key in alarms:
            alarms[key]["acknowledged_by"] = event["data"]["by"]
        elif event["type"] == "alarm.raised":
            alarms[key] = {
                "key": key, "severity": event["data"]["severity"], "text": event["data"]["text"],
                "since": alarms.get(key, {}).get("since", event["time"]),
                "acknowledged_by": alarms.get(key, {}).get("acknowledged_by"),
                "data": event["data"],
            }  # fmt: skip
    newest = sorted(alarms.values(), key=lambda alarm: alarm["since"], reverse=True)
    return sorted(newest, key=lambda alarm: SEVERITIES.index(alarm["severity"]))


def registrations(
    decided: Sequence[Mapping[str, Any]], city: City
) -> dict[str, float | int] | None:
    """Working hours from filing to licence of what was granted today; None while nothing was."""
    hours = sorted(
        used(row["filed_at"], row["decided_at"], "working_hours", city).total_seconds() / 3600
        for row in decided
    )
    if not hours:
        return None
    p90 = quantiles(hours, n=10, method="inclusive")[8] if len(hours) > 1 else hours[0]
    return {"median_h": median(hours), "p90_h": p90, "decided_today": len(hours)}
