"""A row of a case file becomes the events it tells of.

Identity: the case is the row's own id behind the source's name, an event's id is the case, the type
and a hash of its time and content. So the same statement has the same id in every export, and a
changed one has another. A verdict of the source is given only to rows with a limit, unless the file
knows no limits at all: a city's word on a case without a limit says nothing about being on time.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.event import format_instant
from pipelines.sources.faults import RowRejected
from pipelines.sources.rows import Row
from pipelines.sources.rules import Field, Profile, Rule
from pipelines.sources.times import Moment, read_time
from pipelines.sources.values import as_flag, as_list, as_number, look, present

Raw = dict[str, Any]
_NUMBERS = {"lat", "lon", "distance_m"}
_INSTANTS = {"due", "until"}
_FLAGS = {
    "found_on_spot",
    "response_tracked",
    "forced",
    "reached",
    "contacted",
    "resolved",
}
_LISTS = {"media", "co_departments"}
_UP = "../"


class RowReader:
    """Reads rows by one profile. `zone` holds where the profile names no time zone of its own."""

    def __init__(self, profile: Profile, zone: ZoneInfo) -> None:
        self.profile = profile
        self._zone = profile.timezone or zone

    def subject(self, row: Row) -> str:
        """The case a row is about; RowRejected for a broken row or one without its id."""
        if row.problem:
            raise RowRejected(row.problem)
        parts = [self._present(look(row.record, column)) for column in self.profile.id]
        if None in parts:
            raise RowRejected(f"{self.profile.id[parts.index(None)]}: empty, a row needs its id")
        return "-".join([self.profile.source, *map(str, parts)])

    def events(self, row: Row) -> list[Raw]:
        """The report first, then the other acts, as CloudEvents; RowRejected names the column."""
        subject = self.subject(row)
        cells = _Cells(row.record, None)
        report = self._event(self.profile.report, cells, None)
        if report is None:
            column = self.profile.report.time[0]
            raise RowRejected(f"{column}: empty, a case needs the time of its report")
        others = list(self._others(cells, report[1]))
        verdict = self._verdict(row.record, [report[0], *(data for _, data in others)])
        events = [_cloudevent(self.profile, subject, "case.reported", *report[1:], report[0])]
        for event, data in others:
            if event[0] == "case.closed" and verdict:
                data = {**data, "verdict": verdict}
            events.append(_cloudevent(self.profile, subject, *event, data))
        return events

    def _others(
        self, cells: "_Cells", report: datetime
    ) -> Iterator[tuple[tuple[str, datetime], Raw]]:
        for rule, place in self._rules(cells):
            found = self._event(rule, place, report)
            if found is not None:
                yield (rule.type, found[1]), found[0]

    def _rules(self, cells: "_Cells") -> Iterator[tuple[Rule, "_Cells"]]:
        for rule in self.profile.rules[1:]:
            yield rule, cells
        history = self.profile.history
        if history is None:
            return
        items = look(cells.row, history.list)
        for item in items if isinstance(items, list) else []:
            found = history.rules.get(str(look(item, history.kind)))
            if found:
                yield found, _Cells(cells.row, item)

    def _event(
        self, rule: Rule, cells: "_Cells", report: datetime | None
    ) -> tuple[Raw, datetime] | None:
        """(data, time) of what a rule yields here, or None where it yields nothing."""
        if not self._applies(rule, cells):
            return None
        moment = self._time(rule.time, cells, report)
        if moment is None:
            return None
        data = self._data(rule, cells, report or moment.instant)
        if moment.shifted:
            data["time_shifted"] = True
        return data, moment.instant

    def _applies(self, rule: Rule, cells: "_Cells") -> bool:
        if any(self._present(cells.get(column)) is None for column in rule.needs):
            return False
        return all(
            (self._present(cells.get(column)) or "") in words for column, words in rule.when.items()
        )

    def _data(self, rule: Rule, cells: "_Cells", report: datetime) -> Raw:
        data = {}
        for name, spec in rule.fields.items():
            value = self._field(name, spec, cells, report)
            if value is not None and value != "":
                data[name] = value
        attributes = {
            name: value
            for name, spec in rule.attributes.items()
            if (value := self._field(name, spec, cells, report)) is not None
        }
        if attributes:
            data["attributes"] = attributes
        if data.get("lat") == 0 and data.get("lon") == 0:
            del data["lat"], data["lon"]
        return data

    def _field(self, name: str, spec: Field, cells: "_Cells", report: datetime) -> Any:
        if spec.constant is not None:
            return spec.constant
        if spec.beside and self._present(cells.get(spec.beside)) is None:
            return spec.default
        if name in _INSTANTS:
            moment = self._time(spec.columns, cells, report)
            return format_instant(moment.instant) if moment else spec.default
        values = [cells.get(column) for column in spec.columns]
        texts = [text for value in values if (text := self._present(value)) is not None]
        if not texts:
            return spec.default
        return self._typed(name, spec, values[0], spec.join.join(texts))

    def _typed(self, name: str, spec: Field, value: Any, text: str) -> Any:
        if text in spec.map:
            return spec.map[text]
        if spec.is_case:
            return f"{self.profile.source}-{text}"
        if name in _NUMBERS:
            return as_number(text, spec, self.profile.decimal)
        if name in _FLAGS:
            return as_flag(text, spec)
        return as_list(value, text) if name in _LISTS else text

    def _time(
        self, columns: tuple[str, ...], cells: "_Cells", report: datetime | None
    ) -> Moment | None:
        values = [cells.get(column) for column in columns]
        texts = [text for value in values if (text := self._present(value)) is not None]
        if not texts or self._present(values[0]) is None:
            return None
        try:
            value = values[0] if len(values) == 1 else None
            return read_time(value, " ".join(texts), self.profile.times, self._zone, report)
        except (ValueError, OverflowError) as wrong:
            raise RowRejected(f"{columns[0]}: {wrong}") from None

    def _verdict(self, record: Mapping[str, Any], datas: list[Raw]) -> str | None:
        verdict = self.profile.verdict
        word = self._present(look(record, verdict.column)) if verdict else None
        limited = not self.profile.has_limit or any("due" in data for data in datas)
        if verdict is None or word is None or not limited:
            return None
        if word not in verdict.words:
            raise RowRejected(f"{verdict.column}: {word!r} is no word the profile knows")
        return verdict.words[word]

    def _present(self, value: object) -> str | None:
        return present(value, self.profile.missing)


class _Cells:
    """The cells a rule looks at: of the row, or of an entry of its history (`../`: the row)."""

    def __init__(self, row: Mapping[str, Any], item: Any) -> None:
        self.row = row
        self._item = item

    def get(self, path: str) -> Any:
        if self._item is None:
            return look(self.row, path)
        if path.startswith(_UP):
            return look(self.row, path.removeprefix(_UP))
        return look(self._item, path) if isinstance(self._item, Mapping) else None


def _cloudevent(profile: Profile, subject: str, kind: str, time: datetime, data: Raw) -> Raw:
    instant = format_instant(time)
    return {
        "specversion": "1.0",
        "id": f"{subject}/{kind}/{content_hash(kind, instant, data)}",
        "source": profile.source,
        "type": kind,
        "time": instant,
        "subject": subject,
        "data": data,
    }


def content_hash(kind: str, time: str, data: Mapping[str, Any]) -> str:
    """16 hex digits that stand for what an event says."""
    text = json.dumps([kind, time, data], sort_keys=True, ensure_ascii=False, default=str)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
