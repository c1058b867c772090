"""How the API speaks: JSON whose times are RFC 3339 in UTC, and problems as RFC 9457 says them."""

import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Response

from pipelines.event import format_instant

JSON = "application/json"
PROBLEM = "application/problem+json"


class Problem(Exception):
    """A request that cannot be answered: its status and the sentence why."""

    def __init__(self, status: int, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def problem(wrong: Problem) -> Response:
    """The answer that says it."""
    about = {
        "type": "about:blank",
        "title": HTTPStatus(wrong.status).phrase,
        "status": wrong.status,
        "detail": wrong.detail,
    }
    return Response(dumped(about), wrong.status, mimetype=PROBLEM, headers=wrong.headers)


def answer(value: Mapping[str, Any], mimetype: str = JSON) -> Response:
    """200 with the value as JSON; never from a cache, it is already older a moment later."""
    return Response(dumped(value), mimetype=mimetype, headers={"Cache-Control": "no-store"})


def dumped(value: Any) -> str:
    """The value as JSON; ValueError for what JSON has no word for."""
    return json.dumps(
        value, ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False
    )


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return format_instant(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
