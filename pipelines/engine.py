"""Log → fold → measures → rollups, in one transaction a tick; the rebuild runs the same files.

A case is folded from the set of its events, so order of arrival, delay and repetition change
nothing. `cases` is the fold of all events whatever their time; a question about an instant refolds
the cases that have events after it. What is live is measured case by case where it is asked for;
of what is long done with, `sealed` keeps files and `rollups` keeps sums.
"""

import json
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pipelines.city import City
from pipelines.event import RANK, Event
from pipelines.laid_pack import lay_pack
from pipelines.logs import said
from pipelines.personal import pseudonym, split_personal
from pipelines.renewal import lay_shape, models_digest
from pipelines.rollups import add_facts
from pipelines.sealed import Sealed
from pipelines.sealing import Refold, Sealer
from pipelines.store import Cursor, Store, StoreError

MODELS = ("models/10_acts", "models/20_order", "models/30_fold")
SEAL_EVERY, LEAST_CASES = 50_000, 5_000
KEPT_LIVE = timedelta(days=9)
"""How long a case that has ended stays live, so that a wall's week never waits for a file."""
OTHERS = frozenset({"call", "worker"})
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

    `workers` are the pack's, by what the log knows them as reporters. After `seal_every` new events
    it is looked for months in which `least_cases` ended `kept_live` ago and can be sealed.
    """

    def __init__(
        self,
        store: Store,
        city: City,
        *,
        seal_every: int = SEAL_EVERY,
        least_cases: int = LEAST_CASES,
        kept_live: timedelta = KEPT_LIVE,
    ) -> None:
        self.store, self.city = store, city
        self.sealed = Sealed(store)
        self._refold = Refold(self.sealed, city, self.fold_chosen)
        self._sealer = Sealer(
            store, self.sealed, city, least_cases=least_cases, kept_live=kept_live
        )
        self._seal_every = self._unsealed_events = seal_every
        with store.reading() as cursor:
            self.sealed.refuse_missing(cursor)
            self.sealed.forget_strangers(cursor)
        self._lay_pack()
        self._secret = self._keep_secret()
        self.workers = [pseudonym(worker.id, self._secret) for worker in city.workers]

    def tick(self, events: Sequence[Event], received_at: datetime) -> TickResult:
        """Append what is new, refold the touched cases, apply deltas: all or nothing, durable."""
        self.store.mend()
        with self.store.writer.transaction() as cursor:
            accepted = self._mark_new(cursor, events)
            fresh = [event for event, new in zip(events, accepted, strict=True) if new]
            families = frozenset(event.type.partition(".")[0] for event in fresh)
            if fresh:
                _append(cursor, fresh, received_at, self._secret)
            if "case" in families:
                self._refold_touched(cursor)
            if families & OTHERS:
                cursor.run("models/70_others")
        self._seal_some(len(fresh), received_at)
        return TickResult(accepted=accepted, families=families)

    def seal(self, now: datetime) -> int:
        """Move what is long done with into sealed files; how many months were."""
        return self._sealer.seal(now)

    def rebuild(self) -> None:
        """Derive every table and every sealed file again from the log, in one transaction."""
        with self.store.writer.transaction() as cursor:
            self._rebuild(cursor)
        self.sealed.forget_strangers(self.store.writer)

    def verify(self) -> list[str]:
        """What differs between the derived state and a fresh rebuild, a sentence a difference."""
        with self.store.reading() as cursor:
            found = self._refold.verify(cursor)
            self._derive_all(cursor)
            found += cursor.rows("checks/derived_equals_rebuild")
        return [f"{table}: {side} only: {row}" for table, side, row in found]

    def case_events(self, subjects: Sequence[str]) -> list[StoredEvent]:
        """Every event of these cases, in fold order, personal data put back."""
        with self.store.reading() as cursor:
            self.sealed.lay_cases(cursor, subjects)
            rows = cursor.records("queries/case_events", subjects=list(subjects))
        return [_stored(row) for row in rows]

    def fold_chosen(self, cursor: Cursor) -> None:
        """Run the fold on the cursor's temp table `chosen_act`; leaves `clocked`."""
        for name in MODELS:
            cursor.run(name)
        self._locate(cursor)
        cursor.run("models/40_clocks")

    def _mark_new(self, cursor: Cursor, events: Sequence[Event]) -> list[bool]:
        """Which events are neither in the log, nor sealed, nor earlier in this batch."""
        cursor.run("models/00_offered")
        offered = [(i, f"{e.source}\x1f{e.id}") for i, e in enumerate(events)]
        cursor.insert("offered_name", ("position", "name"), offered)
        cursor.run("models/02_identified")
        known = {row[0] for row in cursor.rows("queries/known_identities")}
        known |= self.sealed.known(cursor)
        seen: set[tuple[str, str]] = set()
        marks = []
        for i, event in enumerate(events):
            marks.append(i not in known and event.identity not in seen)
            seen.add(event.identity)
        return marks

    def _refold_touched(self, cursor: Cursor) -> None:
        cursor.run("models/05_touched")
        back = self.sealed.bring_back(cursor)
        cursor.run("models/07_chosen")
        if back:
            cursor.run("models/09_before")
        self.fold_chosen(cursor)
        if back:
            cursor.run("models/41_taken_out")
            add_facts(cursor, self.city, sign=-1)
        cursor.run("models/42_restless")
        cursor.run("models/45_apply")

    def _rebuild(self, cursor: Cursor) -> None:
        self._refold.rebuild(cursor)
        self._derive_all(cursor)
        cursor.run("models/90_replace")

    def _derive_all(self, cursor: Cursor) -> None:
        cursor.run("models/08_all")
        self.fold_chosen(cursor)
        cursor.run("models/42_restless")
        cursor.run("models/71_others_all")

    def _seal_some(self, new: int, now: datetime) -> None:
        """Look for what can be sealed now and then; what a disk refuses is tried again later."""
        self._unsealed_events += new
        if self._unsealed_events < self._seal_every:
            return
        self._unsealed_events = 0
        try:
            self.seal(now)
        except (StoreError, OSError) as wrong:
            log.warning(said("sealing_failed", reason=str(wrong)))

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
            lay_pack(cursor, self.city)
            cursor.insert("meta", ("key", "value"), editions)
            if not cursor.rows("queries/any_event"):
                return
            log.warning(said("rebuild_started", reason="pack or models have changed"))
            self._rebuild(cursor)
        self.sealed.forget_strangers(self.store.writer)


def _append(cursor: Cursor, events: Sequence[Event], received_at: datetime, secret: bytes) -> None:
    cursor.run("models/03_fresh")
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
