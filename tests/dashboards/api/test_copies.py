"""The commands `backup` and `restore`, by a running server and without one."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

import app
from dashboards.api.control import Control
from pipelines.city import City
from pipelines.held import held
from pipelines.swap import restoring
from tests.dashboards.api.room import Room, make_room, reported, ticking
from tests.faults.running import Said, command_here
from tests.pipelines.packs import WHOLE, write_pack

CASES = 40


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def running(city: City) -> Iterator[Room]:
    """A server over `city.duckdb` with some cases."""
    room = make_room(city, database="city.duckdb", disk_reserve_mb=0)
    assert room.post([reported(number) for number in range(CASES)]).status_code == 200
    control = Control(room.app.context)
    control.start()
    with ticking(room.app):
        yield room
    control.stop()
    room.app.store.close()


@pytest.fixture(scope="module")
def one_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a city of one case and its backup, made without a server."""
    folder = tmp_path_factory.mktemp("one case")
    (folder / "said.ndjson").write_text(json.dumps(reported(1)), "utf-8")
    database = ("--database", str(folder / "one.duckdb"))
    told = str(folder / "said.ndjson")
    assert app.run(["import", told, "--source", "lines", *database]) == 0
    assert app.run(["backup", str(folder / "one.tar"), *database]) == 0
    return folder


@pytest.fixture
def backup(one_case: Path, here: Path) -> str:
    """A copy of that folder's files, here."""
    for path in one_case.iterdir():
        shutil.copy(path, here)
    return "one.tar"


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> Said:
    return command_here(capsys, *arguments)


def cases(database: str) -> int:
    with duckdb.connect(database, read_only=True) as connection:
        found: tuple[Any, ...] | None = connection.execute("select count(*) from cases").fetchone()
    assert found
    return int(found[0])


def test_a_running_server_makes_the_backup_and_goes_on(
    running: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    made = said(capsys, "backup", "city.tar", "--database", "city.duckdb")
    assert (made.code, made.err) == (0, "")
    assert {key: made.json[key] for key in ("file", "city", "files")} == {
        "file": "city.tar",
        "city": "binhai",
        "files": 2,
    }
    assert made.json["bytes"] < Path("city.tar").stat().st_size
    assert running.post([reported(CASES)]).json["accepted"] == 1
    assert said(capsys, "restore", "city.tar", "--database", "back.duckdb").code == 0
    assert cases("back.duckdb") == CASES
    verified = said(capsys, "rebuild", "--verify", "--database", "back.duckdb")
    assert (verified.code, verified.out) == (0, "the derived tables equal a fresh rebuild")


def test_a_running_server_says_why_it_makes_none(
    running: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("city.tar").touch()
    made = said(capsys, "backup", "city.tar", "--database", "city.duckdb")
    assert (made.code, made.out) == (2, "")
    assert made.err.startswith("the running server: ")
    assert made.err.endswith("city.tar exists already and is left as it is; name another file")


def test_nothing_is_restored_under_a_running_server(
    backup: str, running: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("restore", backup, "--database", "city.duckdb", "--replace")
    assert said(capsys, *asked) == Said(
        code=2, err="city.duckdb is held by a running server; stop it, then restore"
    )
    assert running.post([reported(CASES)]).json["accepted"] == 1


def test_the_tokens_of_a_city_come_back_with_it(
    running: Room, capsys: pytest.CaptureFixture[str], city: City
) -> None:
    said(capsys, "backup", "city.tar", "--database", "city.duckdb")
    said(capsys, "restore", "city.tar", "--database", "back.duckdb")
    there = make_room(city, database="city.duckdb.other")
    assert there.post([reported(1)], token=running.token).status_code == 401
    there.app.store.close()
    assert Path("back.duckdb.tokens.json").read_text() == Path("city.duckdb.tokens.json").read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["backup", "new.tar", "--database", "none.duckdb"], "none.duckdb does not exist; name"),
        (["backup", "new.tar", "--database", "said.ndjson"], "is no database of citysense"),
        (["backup", ".", "--database", "one.duckdb"], "exists already and is left as it is"),
        (["backup", "no/new.tar", "--database", "one.duckdb"], "there is no folder"),
        (["restore", "one.tar", "--database", "one.duckdb"], "one.duckdb holds a city's events"),
        (["restore", "one.tar", "--database", ":memory:"], "restored to a file; name it"),
        (["restore", "one.tar", "--database", "said.ndjson"], "is no database of citysense"),
        (
            ["restore", "one.tar", "--database", "said.ndjson/x"],
            "a file stands where its folder should",
        ),
        (["restore", "said.ndjson", "--database", "x.duckdb"], "is no backup of citysense"),
        (["restore", "none.tar", "--database", "x.duckdb"], "none.tar"),
        (["restore", "one.tar", "--city", "./millbrook"], "not of millbrook; name it by --city"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    backup: str, capsys: pytest.CaptureFixture[str], here: Path, arguments: list[str], words: str
) -> None:
    write_pack(here, WHOLE)
    before = sorted(here.rglob("*"))
    done = said(capsys, *arguments)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert "\n" not in done.err
    assert cases("one.duckdb") == 1
    assert sorted(here.rglob("*")) == before


def test_every_command_waits_for_the_end_of_a_restore(
    backup: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with held(restoring(Path("one.duckdb"))):
        for arguments in (
            ["rebuild"],
            ["check"],
            ["backup", "two.tar"],
            ["restore", backup],
            ["token", "add", "feed", "--scope", "read"],
            ["serve", "--port", "0"],
        ):
            done = said(capsys, *arguments, "--database", "one.duckdb")
            assert (done.code, "a restore into one.duckdb is under way" in done.err) == (2, True)
    assert said(capsys, "check", "--database", "one.duckdb").code == 0


def test_a_demo_database_that_a_restore_replaced_is_no_demo_any_more(
    backup: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("demo.duckdb").touch()
    Path("demo.duckdb.played").touch()
    assert said(capsys, "restore", backup, "--database", "demo.duckdb").code == 0
    refused = said(capsys, "serve", "--demo", "--port", "0", "--database", "demo.duckdb")
    assert (refused.code, "holds a city's own events" in refused.err) == (2, True)
    assert cases("demo.duckdb") == 1
