"""kill -9 at any moment of sealing: nothing acknowledged is lost, nothing lies in two places.

`CITYSENSE_KILLS=50 pytest -s tests/faults/test_killed_sealing.py` kills fifty times.
"""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

from pipelines.moment import Moment, lay_whole
from tests.faults.running import NONE, ROOT, environment
from tests.faults.sealing import BATCHES, NOW, batch, opened

KILLS = int(os.environ.get("CITYSENSE_KILLS", "3"))
SEED, LONGEST_S = 20260715, 1.5


def durable(database: Path, start: int, chooser: Random) -> int:
    """Let the process work from a batch on and kill it; the first batch it does not owe."""
    line = [sys.executable, "-m", "tests.faults.sealing", str(database), str(start)]
    with subprocess.Popen(
        line, cwd=ROOT, env=environment(NONE), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        first = process.stdout.readline()
        assert int(first) == start
        try:
            process.wait(timeout=chooser.uniform(0.0, LONGEST_S))
        except subprocess.TimeoutExpired:
            process.kill()
        told = [start, *map(int, process.stdout.read().split())]
    return told[-1] + 1


def test_a_city_killed_while_it_seals_has_every_event_once(tmp_path: Path) -> None:
    chooser, start, sealed = Random(SEED), 0, 0
    folder = tmp_path / "0"
    for kill in range(KILLS):
        if start >= BATCHES - 1:
            folder, start = tmp_path / str(kill), 0
        database = folder / "city.duckdb"
        start = durable(database, start, chooser)
        engine = opened(database)
        owed = [event for number in range(start) for event in batch(number)]
        with engine.store.reading() as cursor:
            assert engine.sealed.damages(cursor) == []
            lay_whole(engine, cursor, Moment(as_of=NOW))
            assert cursor.rows("checks/identity_twice", most=3) == []
            sealed = len(engine.sealed.files(cursor))
        assert engine.verify() == []
        assert not any(engine.tick(owed, NOW).accepted)
        engine.store.close()
    print(f"\nsealing: {KILLS} kills; lost 0, twice 0, differences 0; {sealed} files at last")
    assert sealed
