"""Health of the data: what each source gives, how late, what was refused, unknown codes, checks.

What needs somebody's attention stands first in each table.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dashboards.i18n import Lang, catalogue, pack_lang, t
from dashboards.panels.format import clock_time, count
from dashboards.panels.marks import language, raw, shape
from dashboards.panels.panel import Panel, Props
from dashboards.panels.tables import number_cell, table
from dashboards.panels.tree import Node, div, el, span
from dashboards.snapshot import Snapshot
from pipelines.city import City
from pipelines.reads import Checks, Health

READS = (Health(), Checks())
Row = Mapping[str, Any]


def render(_panel: Panel, snapshot: Snapshot, lang: Lang) -> Props:
    """A summary and four tables; an empty one says in words that there is nothing."""
    found = snapshot.get(Health())
    if found is None:
        return {"state": "loading"}
    city, checks = snapshot.city, snapshot.get(Checks()) or []
    sources = sorted(found["sources"], key=_attention)
    refused = [(source, reason) for source in sources for reason in source["reasons"]]
    refused.sort(key=lambda pair: (-pair[1]["today"], -pair[1]["count"]))
    tree = div(
        "health",
        el(
            "p", {"class": "second"}, t(lang, "health.as_of", time=clock_time(found["as_of"], city))
        ),
        _summary(found, checks, lang),
        _part("sources", lang, _sources(sources, city, lang)),
        _part("reasons", lang, _reasons(refused, city, lang)),
        div(
            "pair",
            _part("checks", lang, _checks(checks, lang)),
            _part("codes", lang, _more(found, lang), _codes(found["unknown_codes"], city, lang)),
        ),
    )
    return {"state": "live", "tree": tree}


def _attention(source: Row) -> tuple[Any, ...]:
    """Refused today first, then the silent, then by what they gave today."""
    return not source["refused_today"], not source["quiet"], -source["today"], source["source"]


def _summary(found: Row, checks: Sequence[Row], lang: Lang) -> Node:
    sources, together = found["sources"], found["together"]
    quiet = sum(source["quiet"] for source in sources)
    today = sum(source["refused_today"] for source in sources)
    refused = sum(source["refused"] for source in sources)
    bad = sum(check["bad_rows"] > 0 for check in checks)
    unknown, joined = found["unknown_in_all"], together["joined"]
    return div(
        "sums",
        _sum("sources", len(sources), "watch" if quiet else "good", lang, quiet=count(quiet)),
        _sum("refused", today, "late" if today else "good", lang, all=count(refused)),
        _sum("checks", bad, "late" if bad else "good", lang, all=count(len(checks))),
        _sum("codes", unknown, "watch" if unknown else "good", lang),
        _sum("together", joined, None, lang, all=count(together["cases"])),
    )


def _sum(name: str, value: int, status: str | None, lang: Lang, **values: str) -> Node:
    mark = shape(status, 16) if status else None
    number = el("strong", {"class": "num", "data-sum": name, "data-count": value}, count(value))
    return div("sum", mark, number, span("second", t(lang, f"health.sum.{name}", **values)))


def _part(name: str, lang: Lang, *body: Node | None) -> Node:
    return el("section", {"class": f"part {name}"}, el("h2", {}, t(lang, f"health.{name}")), *body)


def _sources(sources: Sequence[Row], city: City, lang: Lang) -> Node:
    rows = [
        [
            _system(source, lang),
            el("td", {}, _kinds(source["kinds"], lang)),
            number_cell(count(source["today"]), source["today"]),
            number_cell(count(source["events"]), source["events"]),
            _time(source["first_at"], city),
            _time(source["last_at"], city),
            el("td", {"class": "num"}, *_lag(source, lang)),
            el("td", {"class": "num"}, seconds(source["delay_p50_s"])),
            number_cell(count(source["cases"]), source["cases"]),
            number_cell(count(source["joined"]), source["joined"]),
            _counted(source["refused_today"], "late"),
            number_cell(count(source["refused"]), source["refused"]),
        ]
        for source in sources
    ]
    heads = (
        "system", "gives", "today", "all", "since", "last", "lag", "delay", "under_way", "joined",
        "refused_today", "refused_all",
    )  # fmt: skip
    return table(heads, rows, lang, "health", t(lang, "health.no_sources"))


def _system(source: Row, lang: Lang) -> Node:
    """How people call it, over the word its events carry."""
    name = source["source"]
    said = (source["label"] or {}).get(pack_lang(lang))
    if not name:
        return el("td", {"class": "system"}, el("strong", {}, t(lang, "health.nameless")))
    own = el("code", {"lang": language(name)}, name)
    head = el("strong", {"lang": language(said)}, said) if said else None
    return el("td", {"class": "system"}, head, own)


def _kinds(kinds: Sequence[str], lang: Lang) -> str:
    words = [_word(f"health.kind.{kind}", kind, lang) for kind in kinds]
    return ("、" if lang == "zh-CN" else ", ").join(words) or "—"


def _word(key: str, otherwise: str, lang: Lang) -> str:
    return t(lang, key) if key in catalogue(lang) else otherwise


def _time(instant: datetime | None, city: City) -> Node:
    """Day and minute in the city."""
    if instant is None:
        return el("td", {"class": "num"}, "—")
    return el("td", {"class": "num"}, f"{city.local(instant):%Y-%m-%d %H:%M}")


def _lag(source: Row, lang: Lang) -> tuple[Node, ...]:
    """A source silent against its rhythm carries a mark beside its age."""
    mark = span("", shape("watch", 14), " ", title=t(lang, "health.quiet"))
    return (*((mark,) if source["quiet"] else ()), seconds(source["lag_s"]))


def seconds(span_s: float | None) -> str:
    """A span in its largest sensible unit, the same in both languages."""
    if span_s is None:
        return "—"
    if span_s < 120:
        return f"{span_s:.0f} s"
    if span_s < 7200:
        return f"{span_s / 60:.0f} min"
    return f"{span_s / 3600:,.1f} h" if span_s < 172_800 else f"{span_s / 86400:,.0f} d"


def _counted(value: int, status: str) -> Node:
    """A number that is good as nought, and carries a mark otherwise."""
    mark = (shape(status, 14), " ") if value else ()
    return el("td", {"class": "num", "data-count": raw(value)}, *mark, count(value))


def _reasons(refused: Sequence[tuple[Row, Row]], city: City, lang: Lang) -> Node:
    rows = [
        [
            _system(source, lang),
            _quoted(reason["reason"], "reason"),
            _counted(reason["today"], "late"),
            number_cell(count(reason["count"]), reason["count"]),
            _time(reason["last_at"], city),
            _example(reason),
        ]
        for source, reason in refused
    ]
    heads = ("system", "reason", "refused_today", "refused_all", "last_time", "example")
    return table(heads, rows, lang, "health", t(lang, "health.none_refused"))


def _quoted(text: str, css: str) -> Node:
    """A sentence of the door, which speaks English, or of a file."""
    return el("td", {"class": css, "lang": language(text) or "en"}, text)


def _example(reason: Row) -> Node:
    """The id of one event, and its sentence where that says more than the kind."""
    said = reason["example"] if reason["example"] != reason["reason"] else None
    name = el("code", {"lang": language(reason["id"])}, reason["id"]) if reason["id"] else None
    sentence = div("second", said, lang=language(said) or "en") if said else None
    return el("td", {"class": "example", "data-text": "case"}, name, sentence)


def _more(found: Row, lang: Lang) -> Node | None:
    shown = len(found["unknown_codes"])
    if shown >= found["unknown_in_all"]:
        return None
    said = t(lang, "health.codes_more", shown=count(shown), all=count(found["unknown_in_all"]))
    return el("p", {"class": "second"}, said)


def _codes(codes: Sequence[Row], city: City, lang: Lang) -> Node:
    rows = [
        [
            el("td", {}, _word(f"dimension.{code['dimension']}", code["dimension"], lang)),
            el("td", {}, el("code", {"lang": language(code["code"])}, code["code"])),
            number_cell(count(code["count"]), code["count"]),
            _time(code["last_at"], city),
        ]
        for code in codes
    ]
    heads = ("dimension", "code", "count", "last_time")
    return table(heads, rows, lang, "health", t(lang, "health.no_codes"))


def _checks(checks: Sequence[Row], lang: Lang) -> Node:
    first = sorted(checks, key=lambda check: (-check["bad_rows"], check["name"]))
    rows = [
        [
            el("td", {}, *_asked(check, lang)),
            _result(check["bad_rows"], lang),
        ]
        for check in first
    ]
    return table(("check", "bad_rows"), rows, lang, "health", t(lang, "health.no_checks"))


def _result(bad: int, lang: Lang) -> Node:
    if bad:
        return _counted(bad, "late")
    passed = (shape("good", 14), " ", t(lang, "health.passed"))
    return el("td", {"class": "num", "data-count": "0"}, *passed)


def _asked(check: Row, lang: Lang) -> tuple[Node | None, ...]:
    """What a check is called and answers, and the first rows it found."""
    name = check["name"]
    title = _word(f"health.check.{name}", name, lang)
    said = _word(f"health.check.{name}.help", check["answers"], lang)
    such = "; ".join(check["examples"])
    found = t(lang, "health.such_as", examples=such) if such else None
    return (
        el("strong", {"title": name}, title),
        div("second", said),
        div("example", found, lang=language(such)) if found else None,
    )
