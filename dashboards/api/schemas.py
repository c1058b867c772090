"""The forms of what the API takes and gives, as JSON Schema."""

from collections.abc import Iterable, Mapping
from typing import Any

from pipelines.event import TYPES

TEXT: Mapping[str, Any] = {"type": "string"}
INSTANT: Mapping[str, Any] = {"type": "string", "format": "date-time"}
NUMBER: Mapping[str, Any] = {"type": ["number", "null"]}
TEXT_OR_NONE: Mapping[str, Any] = {"type": ["string", "null"]}
INSTANT_OR_NONE: Mapping[str, Any] = {"type": ["string", "null"], "format": "date-time"}
COUNT: Mapping[str, Any] = {"type": "integer", "minimum": 0}


def _object(needs: Mapping[str, Any], may: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"type": "object", "required": list(needs), "properties": {**needs, **(may or {})}}


def _list(of: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _all(names: Iterable[str], form: Mapping[str, Any]) -> dict[str, Any]:
    return dict.fromkeys(names, form)


_CODES = ("channel", "category", "zone", "cell", "department", "worker")
_TIMES = ("due_at", "first_response_at", "handled_at", "closed_at")
_CASE = {
    "id": TEXT,
    "stage": TEXT,
    "state": TEXT,
    **_all(_CODES, TEXT_OR_NONE),
    "reported_at": INSTANT,
    **_all(_TIMES, INSTANT_OR_NONE),
}
_ROW = {"by": TEXT_OR_NONE, **_all(("value", "numerator", "denominator"), NUMBER)}
_NUMBERS = ("value", "numerator", "denominator", "previous", "year_ago")
_METRIC = {
    **_all(("key", "title", "unit", "formula"), TEXT),
    **_all(_NUMBERS, NUMBER),
    "status": {"enum": ["good", "watch", "late", "none"]},
    "rows": _list(_object(_ROW)),
}
_BOTH = _object({"zh": TEXT, "en": TEXT})
_DECLARED = {
    **_all(("key", "unit", "formula", "source", "source_en"), TEXT),
    **_all(("title", "help"), _BOTH),
    "formula_in_words": {"oneOf": [_BOTH, {"type": "null"}]},
    "direction": TEXT_OR_NONE,
    "thresholds": _object(_all(("watch", "late"), NUMBER)),
}
_EVENT = {
    **_all(("id", "source"), TEXT),
    "type": {"enum": [line.name for line in TYPES]},
    "time": INSTANT,
}
_MORE = {"specversion": {"const": "1.0"}, "subject": TEXT, "data": {"type": "object"}}
_REFUSED = {"index": COUNT, "id": TEXT_OR_NONE, "reason": TEXT}
_POINTS = {"type": {"const": "FeatureCollection"}, "features": _list({"type": "object"})}

SCHEMAS: Mapping[str, Any] = {
    "Problem": _object({**_all(("type", "title", "detail"), TEXT), "status": COUNT}),
    "Event": _object(_EVENT, _MORE),
    "Taken": _object({"accepted": COUNT, "duplicate": COUNT, "rejected": _list(_object(_REFUSED))}),
    "Metrics": _object(
        {
            "city": TEXT,
            **_all(("as_of", "from", "to"), INSTANT),
            "simulated": {"type": "boolean"},
            "metrics": _list(_object(_METRIC)),
        }
    ),
    "Catalogue": _object({"metrics": _list(_object(_DECLARED))}),
    "CaseLine": _object(_CASE),
    "Cases": _object({"cases": _list(_ref("CaseLine")), "next": TEXT_OR_NONE}),
    "Case": _object(
        {
            **_CASE,
            **_all(("clocks", "reporters", "media"), _list({})),
            "events": _list(_ref("Event")),
        }
    ),
    "Points": _object(_POINTS),
    "Frame": _object(
        {
            "seq": COUNT,
            "full": {"type": "boolean"},
            "as_of": INSTANT,
            "panels": {"type": "object"},
        }
    ),
}
