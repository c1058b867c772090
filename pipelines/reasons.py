"""Sentences of refusal put into few kinds, and an example of each that names nobody.

A sentence is the field, often the value, and what is wrong with it; the kind leaves out the value.
"""

import re

from pipelines.event import TYPES

LONGEST_KIND, LONGEST_EXAMPLE, LONGEST_ID = 160, 120, 80
ENDS = 300
LEFT_OUT = "…"
_FAULTS = ("is no ", "is not ", "is neither ", "is none of ", "lies outside ", "is more than ")
_HOLDS = re.compile(r"(?P<field>.*): (?P<wrong>holds (?:half|a number) .*)", re.DOTALL)
_LABELS = re.compile(r"^(?:[^'\"{}\[\]:]{1,60}: )+")
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_UNREAD = re.compile(r"(the line is no JSON|not readable):.*", re.DOTALL)
_NAMES_SOMEBODY = re.compile(r"\d{7,}|\S+@\S+")
_CODES = (
    "RFC 3339", "instant", "time in the forms", "ahead of", "lies outside", "is none of",
    "known type", "is not 1.0", "is no period", "is no number", "is no finite", "neither true",
    "neither yes", "no word the profile",
)  # fmt: skip
_DECLARED = frozenset(
    f"data.{name}" for kind in TYPES for name in (*kind.needs, *kind.knows, "actor", "actor: kind")
)
_HELD = _DECLARED | {"id", "source", "subject"}


def kind_of(sentence: str) -> str:
    """What many refusals have in common: field and fault, without what was sent."""
    if unread := _UNREAD.fullmatch(sentence):
        return unread[1]
    held = _HOLDS.fullmatch(sentence)
    if held:
        return f"{held['field'] if held['field'] in _HELD else f'data.{LEFT_OUT}'}: {held['wrong']}"
    before, fault = _parted(sentence)
    if not fault:
        said = _NUMBER.sub(LEFT_OUT, _QUOTED.sub(LEFT_OUT, sentence[: 2 * ENDS]))
    else:
        said = _labels(before) + fault
    return _cut(said, LONGEST_KIND)


def example_of(sentence: str) -> str:
    """The sentence, cut; where the value could be a person or a citizen's words, its kind."""
    fault = _parted(sentence)[1]
    if _UNREAD.fullmatch(sentence) or not any(word in fault for word in _CODES):
        return _cut(kind_of(sentence), LONGEST_EXAMPLE)
    return _cut(_NAMES_SOMEBODY.sub(LEFT_OUT, sentence), LONGEST_EXAMPLE)


def short_id(name: str) -> str:
    """An id as it is kept beside an example."""
    return _cut(name, LONGEST_ID)


def _parted(sentence: str) -> tuple[str, str]:
    """What stands before the fault, and the fault: the last, since a value may hold such words."""
    if len(sentence) > 2 * ENDS:
        sentence = sentence[:ENDS] + sentence[-ENDS:]
    place = max(sentence.rfind(fault) for fault in _FAULTS)
    return ("", "") if place < 0 else (sentence[:place], sentence[place:])


def _labels(before: str) -> str:
    """The fields named before the value, `data.reporter: name: `; one that no type of event
    declares is the sender's own word, and there is no end of those."""
    found = _LABELS.match(before)
    labels = found[0] if found else ""
    field = labels.partition(": ")[0]
    return labels if not field.startswith("data.") or field in _DECLARED else f"data.{LEFT_OUT}: "


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}{LEFT_OUT}"
