"""What a profile says once it is read: which column fills which field of which event."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Where one field of an event comes from; `constant` wins over columns."""

    columns: tuple[str, ...] = ()
    join: str = " "
    constant: Any = None
    map: Mapping[str, Any] = field(default_factory=dict)
    default: Any = None
    beside: str | None = None
    is_case: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One event a row (or an entry of its history) yields once `time`, `needs`, `when` hold."""

    type: str
    time: tuple[str, ...]
    needs: tuple[str, ...]
    when: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, Field]
    attributes: Mapping[str, Field]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A nested list of acts: its path, the path of an act's kind, and a rule for each kind."""

    list: str
    kind: str
    rules: Mapping[str, Rule]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The column with the source's own word on time or late, and how it spells the two."""

    column: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A checked profile; `timezone` is None where the city's own is meant."""

    name: str
    source: str
    title: str
    timezone: ZoneInfo | None
    encoding: str
    delimiter: str
    decimal: str
    format: str | None
    records: str | None
    sheet: str | None
    header_row: int
    times: tuple[str, ...]
    missing: frozenset[str]
    id: tuple[str, ...]
    rules: tuple[Rule, ...]
    history: History | None
    verdict: Verdict | None
    pack: Mapping[str, str]

    @property
    def report(self) -> Rule:
        return self.rules[0]

    @property
    def has_limit(self) -> bool:
        return any("due" in rule.fields for rule in self.all_rules())

    def all_rules(self) -> Iterator[Rule]:
        yield from self.rules
        if self.history:
            yield from self.history.rules.values()

    def columns(self) -> tuple[str, ...]:
        """Every column of a row the profile reads, in reading order, each once."""
        named = list(self.id)
        for rule in self.rules:
            named += _columns_of(rule)
        named += [self.verdict.column] if self.verdict else []
        named += [self.history.list] if self.history else []
        named += [self.pack["class"]] if "class" in self.pack else []
        return tuple(dict.fromkeys(named))


def _columns_of(rule: Rule) -> list[str]:
    named = [*rule.time, *rule.needs, *rule.when]
    for spec in (*rule.fields.values(), *rule.attributes.values()):
        named += [*spec.columns, *([spec.beside] if spec.beside else [])]
    return named
