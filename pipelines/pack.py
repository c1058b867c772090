"""Reads the files of a city pack and remembers, for every mistake, the file, line and field.

Nothing is raised while reading: all mistakes of a pack are gathered, so that they can be mended in
one go. What a cell of a table means is declared by `Column`s in `pipelines.packfiles`.
"""

import csv
import io
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REQUIRED = object()
_FEATURES = re.compile(r'"features"\s*:\s*\[')
_BLANK = re.compile(r"[\s,]*")
_TABLE_HEAD = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, how its text is read, and what an empty cell means."""

    name: str
    read: Callable[[str], Any]
    default: Any = REQUIRED


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read whole: the line it begins on and its values by column name."""

    line: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Feature:
    """A GeoJSON feature and the line it begins on."""

    line: int
    properties: Mapping[str, Any]
    geometry: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Toml:
    """A TOML file as values and as text, so that a value's line can be named."""

    text: str
    values: Mapping[str, Any]

    def line(self, dotted: str) -> int:
        """The line where a key such as `promises.filing` is set; its table's, else 1."""
        table, _, key = dotted.rpartition(".")
        current, table_line = "", 1
        for number, line in enumerate(self.text.splitlines(), 1):
            head = _TABLE_HEAD.match(line)
            if head and "=" not in line.split("[")[0]:
                current = head.group(1)
                table_line = number if current in (table, dotted) else table_line
            elif current == table and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
                return number
        return table_line


@dataclass(slots=True)
class Pack:
    """The folder of a pack and everything found wrong with it so far."""

    path: Path
    findings: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.path.name

    def is_broken(self, file: str) -> bool:
        """Whether something is wrong with a file so far."""
        return any(finding.startswith(f"{self.name}/{file}") for finding in self.findings)

    def wrong(self, file: str, why: str, *, line: int | None = None, name: str = "") -> None:
        """Notes one mistake as a sentence that says where it is."""
        where = f"{self.name}/{file}" + (f", line {line}" if line else "")
        self.findings.append(f"{where}{', ' + name if name else ''}: {why}")

    def text(self, file: str, *, required: bool = False) -> str | None:
        """The text of a file, None if it is absent or no UTF-8 (which is noted)."""
        path = self.path / file
        if not path.is_file():
            if required:
                self.wrong(file, "is missing; a pack cannot do without it")
            return None
        raw = path.read_bytes()
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as broken:
            line = raw.count(b"\n", 0, broken.start) + 1
            self.wrong(file, "is no UTF-8 text; save the file as UTF-8", line=line)
            return None

    def table(self, file: str, columns: Sequence[Column], *, required: bool = False) -> list[Row]:
        """The rows of a CSV file that read well; columns that are not named are passed over."""
        text = self.text(file, required=required)
        if text is None:
            return []
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            heads = [head.strip() for head in next(reader, [])]
            if self._lacks_columns(file, heads, columns):
                return []
            return [row for row in self._rows(file, reader, heads, columns) if row is not None]
        except csv.Error as broken:
            self.wrong(file, f"is no CSV: {broken}", line=reader.line_num)
            return []

    def _lacks_columns(self, file: str, heads: list[str], columns: Sequence[Column]) -> bool:
        missing = [c.name for c in columns if c.default is REQUIRED and c.name not in heads]
        twice = sorted({head for head in heads if head and heads.count(head) > 1})
        for name in missing:
            known = ", ".join(heads) or "none"
            self.wrong(
                file, f"the column is missing; the first line names {known}", line=1, name=name
            )
        for name in twice:
            self.wrong(file, "the column is named twice", line=1, name=name)
        return bool(missing or twice)

    def _rows(
        self, file: str, reader: Any, heads: list[str], columns: Sequence[Column]
    ) -> Iterator[Row | None]:
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield self._row(file, line, heads, cells, columns)
            line = reader.line_num + 1

    def _row(
        self, file: str, line: int, heads: list[str], cells: list[str], columns: Sequence[Column]
    ) -> Row | None:
        if len(cells) > len(heads):
            why = f"{len(cells)} values for {len(heads)} columns; put values with commas in quotes"
            self.wrong(file, why, line=line)
            return None
        texts = dict(zip(heads, (cell.strip() for cell in cells), strict=False))
        before, values = len(self.findings), {}
        for column in columns:
            try:
                values[column.name] = _value(column, texts.get(column.name, ""))
            except ValueError as why:
                self.wrong(file, str(why), line=line, name=column.name)
        return Row(line, values) if len(self.findings) == before else None

    def toml(self, file: str, *, required: bool = False) -> Toml:
        """A TOML file; empty if absent or broken (which is noted with its line)."""
        text = self.text(file, required=required) or ""
        try:
            return Toml(text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as broken:
            found = re.search(r"\(at line (\d+)", str(broken))
            line = int(found.group(1)) if found else text.count("\n") + 1
            why = re.sub(r" \(at .*\)$", "", str(broken))
            self.wrong(file, f"is no TOML: {why}", line=line)
            return Toml(text, {})

    def features(self, file: str, *, required: bool = False) -> list[Feature]:
        """The features of a GeoJSON FeatureCollection, each with its line."""
        text = self.text(file, required=required)
        if text is None:
            return []
        try:
            json.loads(text)
        except json.JSONDecodeError as broken:
            self.wrong(file, f"is no JSON: {broken.msg}", line=broken.lineno)
            return []
        start = _FEATURES.search(text)
        if start is None:
            self.wrong(file, "is no GeoJSON FeatureCollection", line=1, name="features")
            return []
        try:
            return [f for f in self._features(file, text, start.end()) if f is not None]
        except (json.JSONDecodeError, IndexError):
            self.wrong(file, "is no list of features", line=1, name="features")
            return []

    def _features(self, file: str, text: str, position: int) -> Iterator[Feature | None]:
        decoder, line, counted = json.JSONDecoder(), 1, 0
        while True:
            blank = _BLANK.match(text, position)
            position = blank.end() if blank else position
            if text[position] == "]":
                return
            line, counted = line + text.count("\n", counted, position), position
            raw, position = decoder.raw_decode(text, position)
            yield self._feature(file, line, raw)

    def _feature(self, file: str, line: int, raw: Any) -> Feature | None:
        properties = raw.get("properties") if isinstance(raw, dict) else None
        geometry = raw.get("geometry") if isinstance(raw, dict) else None
        if not isinstance(properties, dict) or not isinstance(geometry, dict):
            self.wrong(file, "is no feature with properties and a geometry", line=line)
            return None
        if "id" in raw and "id" not in properties:
            properties = {**properties, "id": raw["id"]}
        return Feature(line, properties, geometry)


def _value(column: Column, text: str) -> Any:
    if text:
        return column.read(text)
    if column.default is REQUIRED:
        raise ValueError("is empty; it is needed")
    return column.default
