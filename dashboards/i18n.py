"""The two catalogues of what screens say: zh-CN first, en complete; no string lives elsewhere.

A catalogue is the union of `dashboards/strings/*.LANG.json`, so that each room adds its own file.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

Lang = Literal["zh-CN", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)
STRINGS = Path(__file__).parent / "strings"


@cache
def catalogue(lang: Lang) -> Mapping[str, str]:
    """Every string of one language by its key; ValueError where two files name the same key."""
    strings: dict[str, str] = {}
    for path in sorted(STRINGS.glob(f"*.{lang}.json")):
        added = json.loads(path.read_text("utf-8"))
        twice = strings.keys() & added.keys()
        if twice:
            raise ValueError(f"{path.name}: {', '.join(sorted(twice))} stands in another file too")
        strings |= added
    return strings


def t(lang: Lang, key: str, **values: Any) -> str:
    """The string `key` in `lang` with its {placeholders} filled; KeyError for an unknown key."""
    return catalogue(lang)[key].format(**values)


def known_lang(asked: str | None) -> Lang:
    """The language asked for by a query or header word, the first one for anything unknown."""
    return "en" if asked and asked.lower().startswith("en") else "zh-CN"


def pack_lang(lang: Lang) -> str:
    """The city pack's own word for a language: zh or en."""
    return lang.split("-")[0]
