"""A full and a read-only disk: said in a sentence, nothing acknowledged lost, well again later."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import duckdb
import pytest

from tests.faults.disks import fill, make_read_only, mounted
from tests.faults.running import PATIENCE_S, Running, add_token, command, command_here, reported
from tests.pipelines.importing_twin import BOSTON_COLUMNS, boston_rows, write_csv

SIZE_MB, ENOUGH = 12, 400


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "disk", SIZE_MB) as folder:
        yield folder


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "cases.csv", boston_rows(20), BOSTON_COLUMNS)


def running(disk: Path, reserve_mb: str) -> Running:
    """A server on the small disk."""
    database = disk / "city.duckdb"
    return Running(
        database, token=add_token(database), settings={"CITYSENSE_DISK_RESERVE_MB": reserve_mb}
    ).listen()


def batches(count: int) -> Iterator[list[dict[str, Any]]]:
    """Fifty cases each, with much to say."""
    for number in range(count):
        names = [f"{number}-{place}" for place in range(50)]
        yield [reported(name, description=name * 100) for name in names]


@pytest.mark.parametrize(
    ("reserve_mb", "sentence"),
    [
        ("0", "the database could not be written: the disk is full; free some space"),
        ("2", " MB are free and 2 MB are kept for the database's own work; free some space"),
    ],
)
def test_a_full_disk_is_a_503_until_space_is_freed_and_nothing_acknowledged_is_lost(
    disk: Path, cases: Path, reserve_mb: str, sentence: str
) -> None:
    server = running(disk, reserve_mb)
    acknowledged: list[str] = []
    try:
        for number, batch in enumerate(batches(ENOUGH)):
            answer = server.post(batch)
            if answer.code != 200:
                break
            assert answer.json["accepted"] == len(batch)
            acknowledged += [one["id"] for one in batch]
            ballast = fill(disk) if number == 1 else disk / "ballast"
        assert (answer.code, answer.json["status"]) == (503, 503)
        assert answer.json["detail"].endswith(sentence)
        assert len(acknowledged) >= 100
        waiting = server.get("/readyz")
        assert (waiting.code, waiting.json["reason"]) == (503, answer.json["detail"])
        assert server.get("/healthz").code == 200
        assert server.get("/api/v1/cases?limit=1").code == 200
        told = command("import", cases, "--profile", "boston", "--database", disk / "city.duckdb")
        assert (told.code, told.err) == (2, f"the running server: {answer.json['detail']}")
        ballast.unlink()
        acknowledged += until_taken(server, batch)
        assert server.get("/readyz").code == 200
    finally:
        ended = server.stop()
    assert ended == 0
    assert log_of(disk / "city.duckdb") == sorted(acknowledged)
    verified = command("rebuild", "--verify", "--database", disk / "city.duckdb")
    assert (verified.code, verified.out) == (0, "the derived tables equal a fresh rebuild")


def until_taken(server: Running, batch: list[dict[str, Any]]) -> list[str]:
    """The batch again and again, as a sender does."""
    begun = monotonic()
    while (answer := server.post(batch)).code == 503:
        assert monotonic() - begun < PATIENCE_S
    assert answer.json == {"accepted": len(batch), "duplicate": 0, "rejected": []}
    return [one["id"] for one in batch]


def log_of(database: Path) -> list[str]:
    with duckdb.connect(str(database), read_only=True) as log:
        return sorted(row[0] for row in log.execute("select id from log").fetchall())


def test_an_import_onto_a_full_disk_takes_nothing_and_says_so(disk: Path, cases: Path) -> None:
    database = disk / "city.duckdb"
    said = command("import", cases, "--profile", "boston", "--database", database)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"the disk of {disk} is full: ")
    assert said.err.endswith("256 MB are kept for the database's own work; free some space")
    assert log_of(database) == []


def test_a_disk_without_room_for_a_database_is_said(
    capsys: pytest.CaptureFixture[str], disk: Path
) -> None:
    fill(disk)
    said = command_here(capsys, "rebuild", "--database", disk / "city.duckdb")
    assert (said.code, said.out) == (2, "")
    assert said.err.endswith("the disk is full; free some space")


@pytest.mark.parametrize("arguments", [("serve", "--port", "0"), ("import", "cases.csv")])
def test_a_read_only_disk_is_said_by_commands(
    disk: Path, cases: Path, arguments: tuple[str, ...]
) -> None:
    make_read_only(disk)
    database = disk / "city.duckdb"
    named = [cases if one == "cases.csv" else one for one in arguments]
    more = ["--profile", "boston"] if cases in named else []
    said = command(*named, *more, "--database", database)
    assert said.code == 2
    cause = "its disk is mounted read-only; name another place by --database"
    assert said.err == f"{database} cannot be opened: {cause}"


def test_a_token_on_a_read_only_disk_is_refused(
    capsys: pytest.CaptureFixture[str], disk: Path
) -> None:
    make_read_only(disk)
    database = disk / "city.duckdb"
    said = command_here(capsys, "token", "add", "feed", "--scope", "events", "--database", database)
    assert (said.code, said.out) == (2, "")
    assert said.err == f"{database}.tokens.json cannot be written: Read-only file system"
