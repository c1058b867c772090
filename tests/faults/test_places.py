"""A wrong city pack, a held or foreign database, a taken port: one sentence each and exit 2.

Every single mistake of a pack is held by `tests/pipelines/test_city_mistakes.py`.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.store import Store
from tests.faults.running import Running, add_token, command, command_here, reported
from tests.pipelines.importing_twin import BOSTON_COLUMNS, boston_rows, write_csv
from tests.pipelines.packs import CATEGORIES, CITY, DEPARTMENTS, WHOLE, write_pack

HOLDS = """
import duckdb, sys
held = duckdb.connect(sys.argv[1])
print(flush=True)
sys.stdin.read()
"""
WRONG = {
    **WHOLE,
    "city.toml": CITY.replace("Asia/Shanghai", "Asia/Binhai"),
    "categories.csv": CATEGORIES.replace(",2,urgent", ",soon,urgent"),
    "departments.csv": DEPARTMENTS.replace("street,works", "street,castle"),
    "calendar.csv": "date,workday\n1.10.2026,0\n",
}
MISTAKES = [
    ('millbrook/city.toml, line 2, timezone: "Asia/Binhai" is no zone of the tz database '
     "such as Asia/Shanghai"),
    'millbrook/categories.csv, line 3, limit: "soon" is no number',
    'millbrook/departments.csv, line 3, parent: "castle" does not stand in departments.csv',
    'millbrook/calendar.csv, line 2, date: "1.10.2026" is no date; write it as 2026-07-15',
]  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "city.duckdb"


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "cases.csv", boston_rows(3), BOSTON_COLUMNS)


@pytest.fixture
def holder(database: Path) -> Iterator[int]:
    """Another program that holds the database; its process id."""
    line = [sys.executable, "-c", HOLDS, str(database)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        yield other.pid


@pytest.fixture
def server(database: Path) -> Iterator[Running]:
    running = Running(database, token=add_token(database))
    yield running.listen()
    assert running.stop() == 0


def test_a_server_over_a_wrong_pack_names_every_mistake_and_makes_no_database(
    tmp_path: Path, database: Path
) -> None:
    pack = write_pack(tmp_path, WRONG)
    said = command("serve", "--port", "0", "--city", pack, "--database", database)
    assert (said.code, said.out) == (2, "")
    assert sorted(said.err.splitlines()) == sorted(MISTAKES)
    assert not database.exists()


def test_check_finds_the_same_mistakes_and_says_so_by_its_exit(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, database: Path
) -> None:
    pack = write_pack(tmp_path, WRONG)
    said = command_here(capsys, "check", "--city", pack, "--database", database)
    assert said.code == 1
    assert set(MISTAKES) <= set(said.out.splitlines())
    assert said.err == ""


@pytest.mark.parametrize("does", ["serve", "import"])
def test_a_database_that_another_program_holds_is_said_with_its_process(
    database: Path, cases: Path, holder: int, does: str
) -> None:
    more = {"serve": ("--port", "0"), "import": (cases, "--profile", "boston")}[does]
    said = command(does, *more, "--database", database)
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        f"{database} is held by another process (PID {holder}); stop it, or let it do the work"
    )


def test_a_second_server_ends_and_the_first_goes_on(server: Running, database: Path) -> None:
    port = server.address.rstrip("/").rpartition(":")[2]
    taken = command("serve", "--port", port, "--database", database.with_name("other.duckdb"))
    assert (taken.code, taken.out) == (2, "")
    assert taken.err == (
        f"127.0.0.1:{port} cannot be listened on: Address already in use; choose another by --port"
    )
    second = command("serve", "--port", "0", "--database", database)
    assert (second.code, second.out) == (2, "")
    assert f"is held by another process (PID {server.process.pid})" in second.err
    assert server.post([reported("after")]).json["accepted"] == 1
    assert command("rebuild", "--verify", "--database", database).code == 0


@pytest.mark.parametrize("name", ["cases.csv", "notes.txt", "cases.json", "city.duckdb"])
def test_a_file_of_another_kind_is_never_taken_for_a_database(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, cases: Path, name: str
) -> None:
    other = tmp_path / name
    if other != cases:
        other.write_text('[{"id": 1, "note": "no database"}]')
    before = other.read_bytes()
    said = command_here(capsys, "import", cases, "--profile", "boston", "--database", other)
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        f"{other} is no database of citysense but another kind of file; name another by --database"
    )
    assert other.read_bytes() == before


@pytest.mark.parametrize("kept", [3_000, 9_000])
def test_a_damaged_database_is_not_mistaken_for_a_held_one(
    capsys: pytest.CaptureFixture[str], database: Path, kept: int
) -> None:
    Store(database).close()
    database.write_bytes(database.read_bytes()[:kept].ljust(300_000 if kept > 4_096 else 0, b"\0"))
    said = command_here(capsys, "rebuild", "--database", database)
    assert (said.code, said.out) == (2, "")
    assert said.err == f"{database} cannot be opened: the file is damaged; bring back a copy of it"


def test_a_folder_and_a_file_in_place_of_the_folder_are_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, cases: Path
) -> None:
    folder = command_here(capsys, "rebuild", "--database", tmp_path)
    assert folder.err == f"{tmp_path} cannot be opened: it is a folder; name a file in it"
    below = command_here(capsys, "rebuild", "--database", cases / "city.duckdb")
    assert (folder.code, below.code) == (2, 2)
    cause = "a file stands where its folder should be; name another place by --database"
    assert below.err == f"{cases / 'city.duckdb'} cannot be opened: {cause}"
