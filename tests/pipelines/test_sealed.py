"""Storage over years: what is long done with lies in files, and is as much the city's as before."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines import rolled
from pipelines.casefile import CaseQuery, find_cases, one_case
from pipelines.engine import Engine
from pipelines.event import Event
from pipelines.metrics import Query, evaluate, load_metrics
from pipelines.rollups import SUMS
from pipelines.store import Store, StoreError
from tests.twin.town import tiny_city

CATALOGUE = load_metrics()
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
HEADLINES = ("reported", "closed", "due", "closed_on_time", "on_time_closing_rate", "open")
QUANTILES = ("first_response_p50_s", "dispatch_p50_s", "handling_p50_h", "handling_p90_h")


def said(kind: str, at: datetime, subject: str, **data: object) -> Event:
    return Event(
        source="hall", id=f"{subject}/{kind}/{at:%j%H%M}", type=kind, time=at, subject=subject,
        data=data,
    )  # fmt: skip


def life(number: int) -> list[Event]:
    """A case every six hours: sent in minutes, handled in hours, closed; one in nine stays open."""
    at, name = BEGIN + timedelta(hours=6 * number), f"case-{number:04d}"
    cell, category = ("c1", "c2")[number % 2], ("lamp", "leak")[number % 3 == 0]
    told = [
        said("case.reported", at, name, channel="hotline", category=category, cell=cell),
        said("case.dispatched", at + timedelta(minutes=1 + number % 40), name, department="roads"),
        said("case.accepted", at + timedelta(minutes=45), name, department="roads"),
    ]
    if number % 9:
        ended = at + timedelta(hours=1 + number % 70)
        told.append(said("case.handled", ended, name, department="roads"))
        told.append(said("case.closed", ended + timedelta(minutes=5), name))
    return [event for event in told if event.time <= NOW]


LIVES = [life(number) for number in range(600)]
STORY = [event for told in LIVES for event in told]


def fill(engine: Engine) -> Engine:
    for start in range(0, len(STORY), 500):
        engine.tick(STORY[start : start + 500], NOW)
    return engine


@pytest.fixture(scope="module")
def live() -> Iterator[Engine]:
    """The city all of whose cases are live."""
    engine = fill(Engine(Store(":memory:"), tiny_city()))
    yield engine
    engine.store.close()


@pytest.fixture
def sealing(tmp_path: Path) -> Iterator[Engine]:
    """The same city, most of it sealed."""
    engine = fill(Engine(Store(tmp_path / "city.duckdb"), tiny_city(), least_cases=20))
    assert engine.seal(NOW) >= 4
    assert live_cases(engine) < 200
    yield engine
    engine.store.close()


def live_cases(engine: Engine) -> int:
    cursor = engine.store.cursor()
    cursor.execute("create temp table sealable as select date '2026-01-01' as month from cases")
    return sum(cases for _, cases in cursor.rows("queries/sealable_months", least=1))


def ask(engine: Engine, keys: tuple[str, ...], **asked: object) -> dict[str, object]:
    query = Query(keys=keys, **{"start": BEGIN, "end": NOW, "as_of": NOW, **asked})
    return {
        value.key: (value.value, {row.by: row.value for row in value.rows if row.value})
        for value in evaluate(engine, CATALOGUE, query)
    }


@pytest.mark.parametrize("by", [None, "day", "month", "zone", "category", "department", "cell"])
@pytest.mark.parametrize("back", [timedelta(), timedelta(days=40)])
def test_every_sum_is_the_same_as_of_live_cases(
    live: Engine, sealing: Engine, by: str | None, back: timedelta
) -> None:
    keys = tuple(key for key in CATALOGUE if CATALOGUE[key].scope in ("case", "stock", "closing"))
    keys = tuple(key for key in keys if key not in QUANTILES)
    keys = tuple(key for key in keys if "p50" not in key and "p90" not in key)
    asked = {"by": by, "as_of": NOW - back, "start": BEGIN + timedelta(hours=31)}
    assert ask(sealing, keys, **asked) == ask(live, keys, **asked)


def test_a_filter_and_a_register_reach_the_sums(live: Engine, sealing: Engine) -> None:
    for name, word in (("zone", "north"), ("category", "lamp"), ("register", "city")):
        asked = {"filters": ((name, (word,)),), "by": "month"}
        assert ask(sealing, HEADLINES, **asked) == ask(live, HEADLINES, **asked)


def test_quantiles_of_sealed_years_are_within_two_percent(live: Engine, sealing: Engine) -> None:
    ours, exact = ask(sealing, QUANTILES, by="month"), ask(live, QUANTILES, by="month")
    assert ours != exact, "nothing was read from the histograms"
    for key in QUANTILES:
        assert ours[key][0] == pytest.approx(exact[key][0], rel=0.02)
        assert ours[key][1] == pytest.approx(exact[key][1], rel=0.02)


def test_few_days_have_exact_quantiles(live: Engine, sealing: Engine) -> None:
    week = {"start": BEGIN, "end": BEGIN + timedelta(days=rolled.LEAST_DAYS - 1)}
    assert ask(sealing, QUANTILES, **week) == ask(live, QUANTILES, **week)


def test_a_late_act_brings_its_case_back_and_the_sums_follow(live: Engine, sealing: Engine) -> None:
    late = said("case.reopened", NOW, "case-0001", reason="again")
    before = live_cases(sealing)
    sealing.tick([late], NOW)
    assert live_cases(sealing) == before + 1
    assert ask(sealing, HEADLINES)["closed"][0] == ask(live, HEADLINES)["closed"][0] - 1
    assert ask(sealing, HEADLINES)["open"][0] == ask(live, HEADLINES)["open"][0] + 1
    assert sealing.verify() == []
    assert one_case(sealing, "case-0001", NOW)["stage"] == "filed"


def test_what_is_sealed_comes_in_no_second_time(sealing: Engine) -> None:
    assert not any(sealing.tick(STORY, NOW).accepted)
    other = said("case.noted", NOW, "case-0002", text="another case, an identity that is taken")
    taken = Event(
        source=STORY[0].source, id=STORY[0].id, type="case.noted", time=NOW,
        subject="case-0002", data={"text": "x"},
    )  # fmt: skip
    assert sealing.tick([taken, other], NOW).accepted == [False, True]


def test_a_case_brought_back_is_sealed_again_once_it_is_done_with(sealing: Engine) -> None:
    sealing.tick([said("case.noted", NOW, "case-0001", text="a word")], NOW)
    later = NOW + timedelta(days=60)
    assert sealing.seal(later) >= 1
    assert sealing.verify() == []
    assert [e["type"] for e in one_case(sealing, "case-0001", later)["events"]][-1] == "case.noted"


def test_lists_reach_back_over_sealed_months(live: Engine, sealing: Engine) -> None:
    cursor, ours = None, []
    while True:
        page, cursor = find_cases(sealing, CaseQuery(as_of=NOW, cursor=cursor, limit=90))
        ours += page
        if cursor is None:
            break
    theirs, _ = find_cases(live, CaseQuery(as_of=NOW, limit=1000))
    assert ours == theirs


def test_a_rebuild_and_another_pack_derive_the_sealed_files_too(sealing: Engine) -> None:
    before = ask(sealing, HEADLINES, by="month")
    sealing.rebuild()
    assert sealing.verify() == []
    assert ask(sealing, HEADLINES, by="month") == before


def test_a_planted_error_in_the_sums_is_found(sealing: Engine) -> None:
    sealing.store.writer.execute("update rollup set closed = closed + 1 where dimension = 'zone'")
    assert any(line.startswith("rollup: ") for line in sealing.verify())
    sealing.rebuild()
    assert sealing.verify() == []


def test_a_damaged_file_is_named_and_a_missing_one_stops_the_start(sealing: Engine) -> None:
    folder = sealing.sealed.folder
    assert folder is not None
    with sealing.store.reading() as cursor:
        assert sealing.sealed.damages(cursor) == []
        file = next(f for f in sealing.sealed.files(cursor) if f["kind"] == "acts")
        path = folder / file["name"]
        bent = bytearray(path.read_bytes())
        bent[len(bent) // 2] ^= 1
        path.write_bytes(bent)
        [said_of_it] = sealing.sealed.damages(cursor)
        assert file["name"] in said_of_it
        assert "damaged" in said_of_it
    path.unlink()
    sealing.store.close()
    store = Store(sealing.store.path)
    with pytest.raises(StoreError, match=f"{file['name']}: this sealed file is missing"):
        Engine(store, tiny_city())
    store.close()


def test_files_that_nobody_names_go_unless_a_backup_is_under_way(sealing: Engine) -> None:
    folder = sealing.sealed.folder
    assert folder is not None
    left = folder / "acts-2020-01-000099.parquet"
    left.write_bytes(b"left by a crash")
    with sealing.sealed.keeping():
        sealing.sealed.forget_strangers(sealing.store.writer)
    assert left.exists()
    sealing.sealed.forget_strangers(sealing.store.writer)
    assert not left.exists()
    with sealing.store.reading() as cursor:
        assert sealing.sealed.damages(cursor) == []


def test_what_a_source_has_given_counts_though_it_is_sealed(sealing: Engine) -> None:
    sealing.tick([said("case.noted", NOW, "case-0001", text="a word")], NOW)
    with sealing.store.reading() as cursor:
        asked = {"as_of": NOW, "today": NOW - timedelta(hours=1)}
        [source] = cursor.records("queries/read_sources", **asked)
    assert (source["events"], source["first_at"]) == (len(STORY) + 1, STORY[0].time)


def test_the_sums_are_the_columns_of_the_rollup(sealing: Engine) -> None:
    cursor = sealing.store.cursor()
    cursor.execute("select column_name from duckdb_columns() where table_name = 'rollup'")
    columns = {row[0] for row in cursor._connection.fetchall()}
    assert columns - {"file_no", "axis", "day", "register", "dimension", "key"} == set(SUMS)
