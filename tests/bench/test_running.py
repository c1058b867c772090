"""A cell ends when its time is up and is found again when nothing changed; locks are honest."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bench import run
from bench.acts import Act, Line
from bench.cell import OutOfTimeError, _load, run_stream
from bench.ground import read_ground
from bench.history import Day
from bench.peers import OURS, PEERS, Peer
from bench.stream import batches
from tests.architecture.shapes import ADDRESS
from tests.architecture.tree import ROOT, text

GROUND = read_ground()
LOCKS = ("bench/requirements.lock", "bench/pathway.lock")


class Idle:
    """An engine that does nothing and remembers how often it was asked."""

    def __init__(self) -> None:
        self.ticks, self.days = 0, 0

    def load(self, days: Any) -> None:
        self.days += sum(isinstance(day, Day) for day in days)

    def prepare(self, acts: Sequence[Act]) -> Sequence[Act]:
        return acts

    def tick(self, batch: Sequence[Act], as_of: int) -> None:
        assert batch[-1].time <= as_of
        self.ticks += 1

    def answer(self, as_of: int) -> list[Line]:
        return [Line("zone", GROUND.zone_of[0], [as_of % 7, 0, 0, 0, 0, 0, None, None])]

    def close(self) -> None:
        pass


def test_a_stream_is_measured_batch_by_batch() -> None:
    stream = batches(5_000, GROUND, (1, 10), morning=20)
    rows, answers, stopped = run_stream(Idle(), stream, GROUND, 60)
    assert [row[0] for row in rows] == [20, 1, 10]
    assert [row[-1] for row in rows] == [0, 1, 1]
    assert [answer[0, 0] for answer in answers] == [batch.as_of % 7 for batch in stream]
    assert stopped is None


def test_a_stream_that_takes_too_long_ends_with_what_it_has() -> None:
    engine = Idle()
    rows, _, stopped = run_stream(engine, batches(5_000, GROUND, (1, 1), morning=5), GROUND, 0)
    assert (engine.ticks, len(rows), stopped) == (1, 1, "stopped after 0 s")


def test_a_history_that_takes_too_long_says_how_far_it_came() -> None:
    with pytest.raises(OutOfTimeError, match="at 0 of 12,000 cases"):
        _load(Idle(), 12_000, GROUND, 0)
    engine = Idle()
    assert _load(engine, 12_000, GROUND, 60) >= 0
    assert engine.days == 3


def test_a_cell_is_kept_until_code_that_decides_it_changes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran = []

    def process(peer: Peer, cases: int, folder: Path, asked: Any) -> None:
        ran.append((peer.name, cases))
        (folder / f"{peer.name}.json").write_text('{"batches": [], "stopped": null}')

    monkeypatch.setattr(run, "KEPT", tmp_path)
    monkeypatch.setattr(run, "_run_process", process)
    asked = run._parse(["10000"])
    for _ in range(2):
        run.run_cell(PEERS[0], 10_000, asked)
    assert ran == [(OURS, 10_000)]
    monkeypatch.setattr(run, "code_key", lambda peer: "another")
    run.run_cell(PEERS[0], 10_000, asked)
    run.run_cell(PEERS[0], 10_000, run._parse(["10000", "--again"]))
    assert len(ran) == 3


@pytest.mark.parametrize("words", [["20000", "10000"], ["10000,20000"], ["10000, 20000"]])
def test_sizes_are_taken_by_spaces_or_commas(words: list[str]) -> None:
    assert run._parse(words).sizes == [10_000, 20_000]
    assert run._parse([]).sizes == run.SIZES
    for wrong in ("many", "10,000", "0"):
        with pytest.raises(SystemExit):
            run._parse([wrong])


def test_a_process_that_takes_too_much_memory_is_ended_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / "python" / "bin"
    place.mkdir(parents=True)
    (place / "python").symlink_to(sys.executable)
    monkeypatch.setattr(run, "machine_memory", lambda: 1024)
    peer = PEERS[0]
    here = {name: getattr(peer, name) for name in peer.__slots__} | {"python": str(place.parent)}
    said = run._run_process(Peer(**here), 10_000, tmp_path, run._parse(["10000"]))
    assert said is not None
    assert said.startswith("stopped at")


def test_an_environment_that_could_not_be_made_is_said(tmp_path: Path) -> None:
    peer = PEERS[0]
    away = {name: getattr(peer, name) for name in peer.__slots__} | {"python": "no-such-place"}
    said = run._run_process(Peer(**away), 10_000, tmp_path, run._parse(["10000"]))
    assert said == "not installed: no-such-place could not be made"


def test_every_engine_named_has_its_file() -> None:
    files = {path.stem for path in (ROOT / "bench" / "engines").glob("*.py")}
    assert {peer.name for peer in PEERS} <= files


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_a_hash_for_every_package_and_no_address(lock: str) -> None:
    packages = [line for line in text(lock).splitlines() if "==" in line]
    assert packages
    assert [line for line in packages if not line.endswith("\\")] == []
    assert not ADDRESS.search(text(lock))


def test_the_engine_is_measured_with_the_versions_it_is_shipped_with() -> None:
    pins = re.compile(r"^[\w.-]+==\S+", re.MULTILINE)
    shipped, measured = (set(pins.findall(text(lock))) for lock in ("requirements.lock", LOCKS[0]))
    assert shipped - measured == set()
