"""The top of every scene: which city, what warning is in force, and what the data are worth.

Clock, age of the data and connection are the browser's own: it counts them on between frames.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dashboards.i18n import Lang, catalogue, t
from dashboards.panels.format import clock_time, instant_text
from dashboards.panels.marks import shape, short
from dashboards.panels.panel import Panel, Props
from dashboards.panels.tree import Node, div, el, span
from dashboards.snapshot import Snapshot
from pipelines.reads import Alarms, Health, Standing

READS = (Alarms(), Health(), Standing())
SCENES = ("overview", "people", "city", "government", "economy", "command")
TONES = {"critical": "late", "major": "late", "minor": "watch", "warning": "watch"}


def render(panel: Panel, snapshot: Snapshot, lang: Lang) -> Props:
    """City, title, warnings, scenes, simulated mark, connection with age, and date."""
    scene = str(panel.options.get("scene", "overview"))
    built = panel.options.get("scenes", (scene,))
    tree = div(
        "header",
        span("city-name", _city_name(snapshot, lang)),
        el("h1", {}, t(lang, "wall.title")),
        _warning(snapshot, lang),
        _scenes(scene, built, lang),
        span("simulated", t(lang, "wall.simulated")) if snapshot.simulated else None,
        _connection(snapshot),
        _date(snapshot, lang),
    )
    return {"state": "live", "tree": tree}


def _city_name(snapshot: Snapshot, lang: Lang) -> str:
    return snapshot.city.title_en if lang == "en" else snapshot.city.title


def _warning(snapshot: Snapshot, lang: Lang) -> Node:
    alarms: Sequence[Mapping[str, Any]] = snapshot.get(Alarms()) or ()
    on_duty = duty(snapshot, lang)
    if not alarms:
        return div("warning", div("warning-duty", on_duty) if on_duty else None)
    worst = alarms[0]
    since = t(lang, "wall.alarms.since", time=clock_time(worst["since"], snapshot.city, False))
    return div(
        "warning",
        div(
            "warning-line",
            shape(TONES.get(worst["severity"], "watch")),
            short("warning-text", worst["text"]),
        ),
        div("warning-duty", " • ".join(filter(None, (since, more(alarms, lang), on_duty)))),
        data_alarm=worst["key"],
        data_severity=worst["severity"],
    )


def more(alarms: Sequence[Any], lang: Lang) -> str:
    """How many other warnings are in force."""
    return t(lang, "wall.alarms.more", n=len(alarms) - 1) if len(alarms) > 1 else ""


def duty(snapshot: Snapshot, lang: Lang) -> str:
    """Who is on duty, by number, as far as anybody said so."""
    people = (snapshot.get(Standing()) or {}).get("on_duty") or []
    return " • ".join(f"{role(person['role'], lang)} {person['id']}" for person in people)


def role(name: str, lang: Lang) -> str:
    """A role's name, its own word where the catalogue has none."""
    key = f"role.{name}"
    return t(lang, key) if key in catalogue(lang) else name


def _scenes(scene: str, built: Sequence[str], lang: Lang) -> Node:
    return el(
        "nav",
        {"class": "scenes", "aria-label": t(lang, "wall.scenes")},
        *(_scene(name, name == scene, name in built, lang) for name in SCENES),
    )


def _scene(name: str, here: bool, built: bool, lang: Lang) -> Node:
    words = {"class": "scene here" if here else "scene", "data-scene": name}
    if not built:
        return el("span", words | {"aria-disabled": "true"}, t(lang, f"scene.{name}"))
    current = "page" if here else None
    target = f"?scene={name}" + ("&lang=en" if lang == "en" else "")
    return el("a", words | {"href": target, "aria-current": current}, t(lang, f"scene.{name}"))


def data_at(snapshot: Snapshot) -> datetime | None:
    """When the newest thing that any source told happened; None before the first."""
    sources = (snapshot.get(Health()) or {}).get("sources") or []
    known = [source["last_at"] for source in sources if source["last_at"]]
    return min(max(known), snapshot.as_of) if known else None


def _connection(snapshot: Snapshot) -> Node:
    newest = data_at(snapshot)
    return div(
        "connection",
        div(
            "connection-line",
            span("connection-mark live", shape("good")),
            span("connection-mark stale", shape("watch")),
            span("connection-mark offline", shape("late")),
            span("", data_connection_word="", data_own=""),
        ),
        div("age", data_own="", data_age=instant_text(newest) if newest else ""),
    )


def _date(snapshot: Snapshot, lang: Lang) -> Node:
    local = snapshot.city.local(snapshot.as_of)
    day = t(lang, "wall.date", y=local.year, m=local.month, d=local.day)
    return div("date", div("", day), div("second", t(lang, f"wall.weekday.{local.weekday()}")))
