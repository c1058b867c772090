"""Log → fold → measures → rollups, in one transaction a tick; the rebuild runs the same files.

A case is folded from the set of its events, so order of arrival, delay and repetition change
nothing. `cases` is the fold of all events whatever their time; a question about an instant refolds
the cases that have events after it.
"""

import json
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pipelines.casework.clocks import work_spans
from pipelines.city import City
from pipelines.event import RANK, Event
from pipelines.personal import pseudonym, split_personal
from pipelines.renewal import lay_shape, models_digest
from pipelines.store import Cursor, Store

MODELS = ("models/10_acts", "models/20_order", "models/30_fold")
SPANS_FROM, SPANS_TO = date(1990, 1, 1), date(2050, 1, 1)
HOT_ACTS = 20_000
_LOG = ("source", "id", "type", "rank", "time", "received_at", "subject", "data")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class TickResult:
    """`accepted[i]` is False for a duplicate; `families` are the words before the types' dots."""

    accepted: list[bool]
    families: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """An event of the log; `retracted` when a later act says that it did not happen so."""

    event: Event
    received_at: datetime
    retracted: bool


class Engine:
    """The derived state of one city over one store.

    `workers` are the pack's, by what the log knows them as reporters.
    More than `hot_acts` acts kept beside the cases are looked through for what has cooled down.
    """

    def __init__(self, store: Store, city: City, *, hot_acts: int = HOT_ACTS) -> None:
        self.store, self.city = store, city
        self._hot_acts = self._hot_limit = hot_acts
        self._lay_pack()
        self._secret = self._keep_secret()
        self.workers = [pseudonym(worker.id, self._secret) for worker in city.workers]

    def tick(self, events: Sequence[Event], received_at: datetime) -> TickResult:
        """Append what is new, refold the touched cases, apply deltas: all or nothing, durable."""
        self.store.mend()
        with self.store.writer.transaction() as cursor:
            accepted = _mark_new(cursor, events)
            fresh = [event for event, new in zip(events, accepted, strict=True) if new]
            _append(cursor, fresh, received_at, self._secret)
            if any(event.type.startswith("case.") for event in fresh):
                self._refold_touched(cursor, received_at)
            cursor.run("models/70_others")
        families = frozenset(event.type.partition(".")[0] for event in fresh)
        return TickResult(accepted=accepted, families=families)

    def rebuild(self) -> None:
        """Derive every table again from the log, in one transaction."""
        with self.store.writer.transaction() as cursor:
            self._derive_all(cursor)
            cursor.run("models/90_replace")

    def verify(self) -> list[str]:
        """What differs between the derived tables and a fresh rebuild, a sentence a difference."""
        with self.store.reading() as cursor:
            self._derive_all(cursor)
            found = cursor.rows("checks/derived_equals_rebuild")
        return [f"{table}: {side} only: {row}" for table, side, row in found]

    def case_events(self, subjects: Sequence[str]) -> list[StoredEvent]:
        """Every event of these cases, in fold order, personal data put back."""
        cursor = self.store.cursor()
        try:
            rows = cursor.records("queries/case_events", subjects=list(subjects))
        finally:
            cursor.close()
        return [_stored(row) for row in rows]

    def fold_chosen(self, cursor: Cursor) -> None:
        """Run the fold on the cursor's temp table `chosen_act`; leaves `clocked`."""
        for name in MODELS:
            cursor.run(name)
        self._locate(cursor)
        cursor.run("models/40_clocks")

    def _refold_touched(self, cursor: Cursor, received_at: datetime) -> None:
        cursor.run("models/05_touched")
        if cursor.rows("queries/any_cold"):
            cursor.run("models/06_fetch")
        cursor.run("models/07_chosen")
        self.fold_chosen(cursor)
        cursor.run("models/42_restless")
        cursor.run("models/45_apply")
        cursor.run("models/47_heat", now=received_at)
        cursor.run("models/50_facts")
        cursor.run("models/60_rollup")
        if _hot_acts(cursor) > self._hot_limit:
            cursor.run("models/80_cool", now=received_at)
            self._hot_limit = self._hot_acts + 2 * _hot_acts(cursor)

    def _derive_all(self, cursor: Cursor) -> None:
        cursor.run("models/08_all")
        self.fold_chosen(cursor)
        cursor.run("models/42_restless")
        cursor.run("models/46_count_all")
        cursor.run("models/50_facts")
        cursor.run("models/71_others_all")

    def _locate(self, cursor: Cursor) -> None:
        """Give every folded point without a cell the cell it lies in."""
        points = cursor.rows("queries/unlocated")
        if points:
            cells = self.city.locate_many([p[0] for p in points], [p[1] for p in points])
            located = [(*point, cell) for point, cell in zip(points, cells, strict=True)]
            cursor.insert("found_place", ("lat", "lon", "cell"), located)

    def _keep_secret(self) -> bytes:
        with self.store.writer.transaction() as cursor:
            kept = cursor.rows("queries/secret")
            if not kept:
                kept = [(secrets.token_hex(16),)]
                cursor.execute(
                    "insert into meta values ('secret', $secret)", {"secret": kept[0][0]}
                )
        return bytes.fromhex(kept[0][0])

    def _lay_pack(self) -> None:
        """Where the pack or the models are another edition: lay it and derive all anew."""
        editions = [("models", models_digest()), ("pack", self.city.digest)]
        with self.store.writer.transaction() as cursor:
            if cursor.rows("queries/digests") == editions:
                return
            lay_shape(cursor)
            cursor.run("models/00_forget_pack")
            _lay(cursor, self.city)
            cursor.insert("meta", ("key", "value"), editions)
            if cursor.rows("queries/any_event"):
                log.warning("pack or models have changed: deriving all state anew from the log")
                self._derive_all(cursor)
                cursor.run("models/90_replace")


def _lay(cursor: Cursor, city: City) -> None:
    categories = [
        (c.code, c.class_code, c.limit and c.limit.amount, c.limit and c.limit.unit)
        for c in city.categories
    ]
    cursor.insert("pack_category", ("code", "class", "amount", "unit"), categories)
    cells = [(cell.id, cell.zone, *cell.centre) for cell in city.cells]
    cursor.insert("pack_cell", ("cell", "zone", "lat", "lon"), cells)
    promises = {"filing": city.filing_limit, "check": city.check_limit, **city.acceptance}
    rows = [(name, limit.amount, limit.unit) for name, limit in promises.items()]
    cursor.insert("pack_promise", ("name", "amount", "unit"), rows)
    cursor.insert("work_span", ("unit", "starts_at", "ends_at", "before"), _spans(city))


def _hot_acts(cursor: Cursor) -> int:
    return int(cursor.rows("queries/hot_acts")[0][0])


def _spans(city: City) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for unit, spans in work_spans(city, SPANS_FROM, SPANS_TO).items():
        before = 0
        for starts_at, ends_at in spans:
            rows.append((unit, starts_at, ends_at, before))
            before += round((ends_at - starts_at).total_seconds() * 1_000_000)
    return rows


def _mark_new(cursor: Cursor, events: Sequence[Event]) -> list[bool]:
    """Which events are neither in the log nor earlier in this batch."""
    columns = ("position", "source", "id")
    cursor.execute(
        "create or replace temp table offered (position bigint, source varchar, id varchar)"
    )
    cursor.insert("offered", columns, [(i, e.source, e.id) for i, e in enumerate(events)])
    known = {row[0] for row in cursor.rows("queries/known_identities")}
    seen: set[tuple[str, str]] = set()
    marks = []
    for i, event in enumerate(events):
        marks.append(i not in known and event.identity not in seen)
        seen.add(event.identity)
    return marks


def _append(cursor: Cursor, events: Sequence[Event], received_at: datetime, secret: bytes) -> None:
    cursor.execute("create or replace temp table fresh as select * from log limit 0")
    rows, personal = [], []
    for e in events:
        data, private = split_personal(e, secret)
        personal += [(e.source, e.id, e.subject, field, text) for field, text in private.items()]
        rows.append((e.source, e.id, e.type, RANK[e.type], e.time, received_at, e.subject, data))
    cursor.insert("fresh", _LOG, rows)
    cursor.insert("personal", ("source", "id", "subject", "field", "content"), personal)
    cursor.run("models/01_append")


def _stored(row: Mapping[str, Any]) -> StoredEvent:
    data = json.loads(row["data"])
    data.pop("reporter_key", None)
    data.update({field: json.loads(text) for field, text in (row["personal"] or {}).items()})
    event = Event(
        source=row["source"],
        id=row["id"],
        type=row["type"],
        time=row["time"],
        subject=row["subject"],
        data=data,
    )
    return StoredEvent(event=event, received_at=row["received_at"], retracted=row["retracted"])
