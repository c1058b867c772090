"""The two catalogues of what screens say: zh-CN first, en complete; no string lives elsewhere.

A catalogue is the union of `dashboards/strings/*.LANG.json`, so that each room adds its own file,
and of the `WORDS` that a panel or a page may bring in its own module.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Literal, get_args

Lang = Literal["zh-CN", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)
STRINGS = Path(__file__).parent / "strings"
BRINGING = {"dashboards.panels": "", "dashboards.pages": "page."}


@cache
def catalogue(lang: Lang) -> Mapping[str, str]:
    """Every string of one language by its key; ValueError where two files name the same key."""
    strings: dict[str, str] = {}
    for where, added in (*_written(lang), *_brought(lang)):
        twice = strings.keys() & added.keys()
        if twice:
            raise ValueError(f"{where}: {', '.join(sorted(twice))} stands elsewhere too")
        strings |= added
    return strings


def _written(lang: Lang) -> Iterator[tuple[str, dict[str, str]]]:
    for path in sorted(STRINGS.glob(f"*.{lang}.json")):
        yield path.name, json.loads(path.read_text("utf-8"))


def _brought(lang: Lang) -> Iterator[tuple[str, dict[str, str]]]:
    """What modules bring, each word behind the module's name: `ring.title`, `page.rain.help`."""
    for room, prefix in BRINGING.items():
        for found in iter_modules(import_module(room).__path__):
            words = getattr(import_module(f"{room}.{found.name}"), "WORDS", None)
            if words is not None and lang not in words:
                raise ValueError(f"{found.name}.py, WORDS: has no {lang}")
            own = words[lang] if words else {}
            yield f"{found.name}.py", {f"{prefix}{found.name}.{k}": said for k, said in own.items()}


def t(lang: Lang, key: str, **values: Any) -> str:
    """The string `key` in `lang` with its {placeholders} filled; KeyError for an unknown key."""
    return catalogue(lang)[key].format(**values)


def known_lang(asked: str | None) -> Lang:
    """The language asked for by a query or header word, the first one for anything unknown."""
    return "en" if asked and asked.lower().startswith("en") else "zh-CN"


def pack_lang(lang: Lang) -> str:
    """The city pack's own word for a language: zh or en."""
    return lang.split("-")[0]
