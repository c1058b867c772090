"""An import profile: how the columns of one kind of case file become events.

A profile is at most some forty lines of TOML written by a person who knows the file and no code;
`data/profiles/README.md` explains every key. Whatever is misspelt is refused by name at load.
"""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.event import BY_NAME
from pipelines.sources.faults import ImportFailed
from pipelines.sources.rules import Field, History, Profile, Rule, Verdict

PROFILES = Path(__file__).resolve().parents[2] / "data" / "profiles"
FORMATS = ("csv", "xlsx", "json", "ndjson", "parquet")
ENCODINGS = ("auto", "utf-8", "gb18030", "latin-1", "utf-16", "big5", "cp1252", "shift_jis")
MISSING = ("", "NA", "N/A", "n/a", "NULL", "null", "None", "none", "nan", "NaN", "NaT", "-", "--")
_TOP = {
    "source", "title", "timezone", "encoding", "delimiter", "decimal", "format", "records",
    "sheet", "header_row", "times", "missing", "id", "case", "history", "verdict", "pack",
}  # fmt: skip
_FIELD_KEYS = {"column", "columns", "join", "value", "map", "default", "with", "case"}


def load_profile(name_or_path: str | Path) -> Profile:
    """A profile by its name in `data/profiles` or by its path; ImportFailed says what is wrong."""
    path = Path(name_or_path)
    if path.suffix != ".toml":
        path = PROFILES / f"{name_or_path}.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        known = ", ".join(sorted(file.stem for file in PROFILES.glob("*.toml")))
        raise ImportFailed(f"{name_or_path}: no such profile; there are {known}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise ImportFailed(f"{path.name}: no TOML: {wrong}") from None
    return read_profile(raw, path.stem)


def read_profile(raw: Mapping[str, Any], name: str) -> Profile:
    """A decoded profile → Profile; ImportFailed names the key that is wrong."""
    try:
        return _read(raw, name)
    except (ValueError, TypeError, AttributeError, KeyError) as wrong:
        raise ImportFailed(f"{name}.toml, {wrong}") from None


def _read(raw: Mapping[str, Any], name: str) -> Profile:
    _refuse_unknown("", raw, _TOP)
    source = _text(raw, "source", name)
    cases = _table(raw, "case")
    if "reported" not in cases:
        raise ValueError("case.reported: missing; every row is at least a report")
    ordered = ["reported", *(act for act in cases if act != "reported")]
    return Profile(
        name=name,
        source=source,
        title=_text(raw, "title", source),
        timezone=_zone(raw.get("timezone")),
        encoding=_choice(raw, "encoding", ENCODINGS, "auto"),
        delimiter=_one_character(raw, "delimiter", ","),
        decimal=_one_character(raw, "decimal", "."),
        format=_choice(raw, "format", FORMATS, None),
        records=raw.get("records"),
        sheet=raw.get("sheet"),
        header_row=_row_number(raw),
        times=_texts("times", raw.get("times", "iso")),
        missing=frozenset(("", *_texts("missing", raw.get("missing", list(MISSING))))),
        id=_texts("id", raw.get("id")),
        rules=tuple(_rule(f"case.{act}", f"case.{act}", cases[act]) for act in ordered),
        history=_history(raw.get("history")),
        verdict=_verdict(raw.get("verdict")),
        pack={key: str(value) for key, value in _table(raw, "pack").items()},
    )


def _rule(where: str, event_type: str, raw: Any, time: tuple[str, ...] | None = None) -> Rule:
    if not isinstance(raw, Mapping):
        raise TypeError(f"{where}: is no table of fields")
    if event_type not in BY_NAME:
        raise ValueError(f"{where}: {event_type!r} is no type of event{_near(event_type, BY_NAME)}")
    known = {*BY_NAME[event_type].needs, *BY_NAME[event_type].knows}
    own = {"time", "needs", "when", "attributes", "event"}
    named = {key: spec for key, spec in raw.items() if key not in own}
    _refuse_unknown(where, named, known)
    when = {
        column: _texts(f"{where}.when", words)
        for column, words in _table(raw, "when", where).items()
    }
    return Rule(
        type=event_type,
        time=time or _texts(f"{where}.time", raw.get("time")),
        needs=_texts(f"{where}.needs", raw.get("needs", [])),
        when=when,
        fields={key: _field(f"{where}.{key}", spec) for key, spec in named.items()},
        attributes={
            key: _field(f"{where}.attributes.{key}", spec)
            for key, spec in _table(raw, "attributes", where).items()
        },
    )


def _field(where: str, raw: Any) -> Field:
    if isinstance(raw, str):
        return Field(columns=(raw,))
    if not isinstance(raw, Mapping):
        raise TypeError(f"{where}: write a column's name, or a table such as {{ value = {raw} }}")
    _refuse_unknown(where, raw, _FIELD_KEYS)
    columns = raw.get("columns", raw.get("column", raw.get("case", [])))
    if not columns and "value" not in raw:
        raise ValueError(f"{where}: names neither column, columns, case nor value")
    return Field(
        columns=_texts(where, columns),
        join=str(raw.get("join", " ")),
        constant=raw.get("value"),
        map=_table(raw, "map", where),
        default=raw.get("default"),
        beside=raw.get("with"),
        is_case="case" in raw,
    )


def _history(raw: Any) -> History | None:
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        raise TypeError("history: is no table")
    time = _texts("history.time", raw.get("time"))
    kinds = {kind: rule for kind, rule in raw.items() if kind not in ("list", "time", "type")}
    return History(
        list=_text(raw, "list"),
        kind=_text(raw, "type"),
        rules={
            kind: _rule(f"history.{kind}", _text(_table(raw, kind, "history"), "event"), rule, time)
            for kind, rule in kinds.items()
        },
    )


def _verdict(raw: Any) -> Verdict | None:
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        raise TypeError("verdict: is no table with column, on_time and late")
    _refuse_unknown("verdict", raw, {"column", "on_time", "late"})
    words = {
        word: verdict
        for verdict in ("on_time", "late")
        for word in _texts(f"verdict.{verdict}", raw.get(verdict))
    }
    return Verdict(column=_text(raw, "column"), words=words)


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError):
        raise ValueError(f"timezone: {name!r} is no time zone such as Asia/Shanghai") from None


def _text(raw: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = raw.get(key, default)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key}: missing")
    return value


def _table(raw: Mapping[str, Any], key: str, where: str = "") -> Mapping[str, Any]:
    value = raw.get(key, {})
    if not isinstance(value, Mapping):
        raise TypeError(f"{where}{'.' if where else ''}{key}: {value!r} is no table")
    return value


def _texts(where: str, value: Any) -> tuple[str, ...]:
    several = [value] if isinstance(value, str) else value
    if not isinstance(several, list) or not all(isinstance(item, str) for item in several):
        raise ValueError(f"{where}: missing, or no text or list of texts")
    return tuple(several)


def _choice(raw: Mapping[str, Any], key: str, words: tuple[str, ...], default: Any) -> Any:
    value = raw.get(key, default)
    value = {"utf-8-sig": "utf-8", "csv.gz": "csv"}.get(value, value)
    if value != default and value not in words:
        raise ValueError(f"{key}: {value!r} is none of {', '.join(words)}")
    return value


def _row_number(raw: Mapping[str, Any]) -> int:
    value = raw.get("header_row", 1)
    if not isinstance(value, int) or value < 1:
        raise ValueError(f"header_row: {value!r} is no row; the first is 1")
    return value


def _one_character(raw: Mapping[str, Any], key: str, default: str) -> str:
    value = raw.get(key, default)
    if not isinstance(value, str) or len(value) != 1:
        raise ValueError(f"{key}: {value!r} is not one character")
    return value


def _refuse_unknown(where: str, raw: Mapping[str, Any], known: Any) -> None:
    for key in raw:
        if key not in known:
            place = f"{where}.{key}" if where else key
            raise ValueError(f"{place}: unknown key{_near(key, known)}")


def _near(word: str, words: Any) -> str:
    near = get_close_matches(word, list(words), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
