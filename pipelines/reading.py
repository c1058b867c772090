"""Answers what screens may ask: every read of every panel, once for all, as of one instant."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from pipelines import reads as r
from pipelines.catalogue import Catalogue
from pipelines.checks import quick_checks, run_checks
from pipelines.city import City
from pipelines.engine import Engine
from pipelines.health import read_health
from pipelines.metrics import Query, evaluate_laid
from pipelines.moment import Moment, lay_atoms, lay_whole
from pipelines.places import nearest_worker, trails
from pipelines.published import latest_figures, registrations, standing_alarms
from pipelines.store import Cursor
from pipelines.usual import first_usual, usual_day

STEPS = {
    "intake": "case.reported",
    "dispatch": "case.dispatched",
    "urge": "case.urged",
    "close": "case.closed",
    "evaluate": "case.rated",
    "call_back": "case.called_back",
}


def read_all(
    engine: Engine,
    catalogue: Catalogue,
    city: City,
    reads: Iterable[r.Read],
    as_of: datetime,
) -> dict[r.Read, Any]:
    """The answer to each read in the shape `pipelines.reads` gives it; `as_of` is aware."""
    with engine.store.reading() as cursor:
        reader = _Reader(engine, catalogue, city, cursor, as_of)
        asked = set(reads)
        reader.lay(atoms=not all(read.kept_s for read in asked))
        numbers = {read for read in asked if isinstance(read, r.Numbers)}
        answers: dict[r.Read, Any] = reader.numbers(numbers)
        for read in asked - numbers:
            answers[read] = reader.answer(read)
        return answers


class _Reader:
    """One round of reading: the cursor, the instant, and what several reads share."""

    def __init__(
        self,
        engine: Engine,
        catalogue: Catalogue,
        city: City,
        cursor: Cursor,
        as_of: datetime,
    ) -> None:
        self.engine, self.catalogue, self.city = engine, catalogue, city
        self.cursor, self.as_of = cursor, as_of
        self.day = city.day_of(as_of)
        self.today, self.tomorrow = city.day_bounds(self.day)
        self.at = {"as_of": as_of, "today": self.today}
        self._kept: dict[str, list[dict[str, Any]]] = {}

    def lay(self, *, atoms: bool) -> None:
        """Lay down what most reads count from."""
        as_of, week = self.as_of, timedelta(days=7)
        since = min(self.window("last_7_days")[0], as_of - week)
        before = max(self.tomorrow, as_of + timedelta(microseconds=1))
        lay = lay_atoms if atoms else lay_whole
        lay(self.engine, self.cursor, Moment(as_of=as_of, before=before, since=since))

    def rows(self, name: str, **parameters: object) -> list[dict[str, Any]]:
        return self.cursor.records(f"queries/read_{name}", **self.at, **parameters)

    def once(self, name: str) -> list[dict[str, Any]]:
        """Rows that several reads share."""
        if name not in self._kept:
            self._kept[name] = self.rows(name, workers=self.engine.workers)
        return self._kept[name]

    def window(self, name: str) -> tuple[datetime, datetime]:
        if name == "last_hour":
            return self.as_of - timedelta(hours=1), self.as_of + timedelta(microseconds=1)
        days = 6 if name == "last_7_days" else 0
        return self.city.day_bounds(self.day - timedelta(days=days))[0], self.tomorrow

    def numbers(self, reads: set[r.Numbers]) -> dict[r.Read, Any]:
        """One evaluation for all that share window, breakdown and filters."""
        groups: dict[tuple[Any, ...], list[r.Numbers]] = defaultdict(list)
        for read in reads:
            groups[read.window, read.by, read.filters].append(read)
        found: dict[r.Read, Any] = {}
        for (window, by, filters), members in groups.items():
            query = self._query(members, window, by, filters)
            answer = evaluate_laid(self.engine, self.catalogue, query, self.cursor)
            values = {value.key: value for value in answer}
            for read in members:
                found[read] = {key: values[key] for key in read.keys if key in values}
        return found

    def _query(
        self,
        reads: Iterable[r.Numbers],
        window: str,
        by: str | None,
        filters: tuple[tuple[str, str], ...],
    ) -> Query:
        start, end = self.window(window)
        keys = dict.fromkeys(key for read in reads for key in read.keys)
        return Query(
            keys=tuple(key for key in keys if key in self.catalogue),
            start=start,
            end=end,
            as_of=self.as_of,
            by=by,
            filters=tuple((name, (word,)) for name, word in filters),
        )

    def answer(self, read: r.Read) -> Any:
        return _ANSWERS[type(read)](self, read)

    def waiting(self, _: Any) -> dict[str, dict[str, int]]:
        done = {row["type"]: row for row in self.once("waiting")}
        waits = self.once("standing")[0]
        none = {"acts": 0, "earlier": 0}
        return {
            step: {
                "acts": done.get(act, none)["acts"],
                "waiting": waits[step],
                "earlier": done.get(act, none)["earlier"],
            }
            for step, act in STEPS.items()
        }

    def standing(self, _: Any) -> dict[str, Any]:
        row = self.once("standing")[0]
        kept = ("open", "overdue", "suspended", "overdue_over_a_day", "oldest_open_days")
        cards = {card["department"]: card["cards"] for card in self.rows("red_cards")}
        return {name: row[name] for name in kept} | {"red_cards": cards, "on_duty": []}

    def points(self, _: Any) -> dict[str, Any]:
        points = self.rows("points")
        return {"points": points, "newest": nearest_worker(points, trails(self.once("workers")))}

    def usual(self, _: Any) -> dict[str, Any]:
        weeks = Moment(
            as_of=self.as_of, before=self.tomorrow, since=first_usual(self.city, self.day)
        )
        lay_whole(self.engine, self.cursor, weeks)
        return usual_day(self.rows, self.city, self.day, self.as_of)

    def ticker(self, read: Any) -> dict[str, Any]:
        rows = self.rows("ticker", limit=read.limit)
        acts = [
            {"time": row["time"], "case": row["case_id"], "zone": row["zone"],
             "category": row["category"], "type": row["type"], "stage": row["stage"],
             "who": _who(row)}
            for row in rows
        ]  # fmt: skip
        return {"acts": acts, "last_minute": rows[0]["last_minute"] if rows else 0}

    def split(self, read: Any) -> dict[str, int]:
        start, _ = self.window(read.window)
        return self.rows("split", **{"from": start})[0]

    def health(self, _: Any) -> dict[str, Any]:
        return read_health(self.cursor, self.city, self.as_of, self.today)

    def checks(self, _: Any) -> list[dict[str, Any]]:
        return run_checks(self.cursor, self.city, self.as_of, self.today, quick_checks())


def _who(row: Mapping[str, Any]) -> dict[str, str] | None:
    for dimension in ("worker", "department", "channel"):
        if row[dimension]:
            return {"dimension": dimension, "code": row[dimension]}
    return None


def _said(reader: _Reader, like: str) -> list[dict[str, Any]]:
    rows = reader.rows("said", like=like)
    return [row | {"data": json.loads(row["data"])} for row in rows]


_ANSWERS: Mapping[type[r.Read], Callable[[_Reader, Any], Any]] = {
    r.UsualDay: _Reader.usual,
    r.Waiting: _Reader.waiting,
    r.FirstResponses: lambda reader, _: reader.rows("responses")[0],
    r.ClosingSplit: _Reader.split,
    r.Points: _Reader.points,
    r.OverduePins: lambda reader, _: reader.rows("pins"),
    r.Countdowns: lambda reader, read: reader.rows("countdowns", limit=read.limit),
    r.Ticker: _Reader.ticker,
    r.Workers: lambda reader, _: trails(reader.once("workers")),
    r.Standing: _Reader.standing,
    r.Alarms: lambda reader, _: standing_alarms(_said(reader, "alarm.%")),
    r.Indicators: lambda reader, _: latest_figures(_said(reader, "indicator.%"), reader.city),
    r.Registrations: lambda reader, _: registrations(reader.rows("registrations"), reader.city),
    r.Health: _Reader.health,
    r.Checks: _Reader.checks,
}
