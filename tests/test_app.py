"""The command line: one sentence for what cannot be done, exit codes that scripts can rely on."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from datetime import time as clock_time
from pathlib import Path

import pytest

import app
from tests.twin.town import tiny_city

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def taken_port() -> Iterator[str]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield str(other.getsockname()[1])


@pytest.fixture(autouse=True)
def usual_permissions() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = app.run(arguments)
    out, err = capsys.readouterr()
    return code, out.strip(), err.strip()


def test_a_token_is_printed_once_and_kept_hashed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    database = str(tmp_path / "city.duckdb")
    code, token, _ = said(
        capsys, "token", "add", "feed", "--scope", "events", "--database", database
    )
    kept = Path(f"{database}.tokens.json")
    assert (code, len(token) > 40) == (0, True)
    assert token not in kept.read_text("utf-8")
    assert kept.stat().st_mode & 0o077 == 0
    again = said(capsys, "token", "add", "feed", "--scope", "events", "--database", database)
    assert (again[0], "already" in again[2]) == (2, True)
    assert said(capsys, "token", "revoke", "feed", "--database", database)[0] == 0
    assert said(capsys, "token", "revoke", "feed", "--database", database)[0] == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["frobnicate"], "frobnicate"),
        (["serve", "--city", "atlantis"], "no such city pack"),
        (["serve", "--host", "0.0.0.0"], "needs accounts"),
        (["serve", "--port", "many"], "many"),
        (["serve", "--clock", "yesterday"], "yesterday"),
        (["serve", "--certificate", __file__], "belong together"),
        (["import", "nowhere.csv", "--profile", "boston"], "nowhere.csv"),
        (["import", __file__, "--profile", "atlantis", "--database", ":memory:"], "atlantis"),
        (["import", __file__, "--database", ":memory:"], "--source"),
        (["import", __file__, "--source", "atlantis", "--database", ":memory:"], "atlantis"),
        (["serve", "--source", "lines"], "NAME=PLACE"),
        (["serve", "--source", "atlantis=x"], "atlantis"),
        (["token", "add", "x", "--scope", "all"], "all"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    code, out, err = said(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


def test_a_taken_port_is_said_and_no_database_made(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, taken_port: str
) -> None:
    database = tmp_path / "city.duckdb"
    code, _, err = said(capsys, "serve", "--port", taken_port, "--database", str(database))
    assert (code, f"127.0.0.1:{taken_port}" in err) == (2, True)
    assert not database.exists()


def test_a_folder_that_cannot_be_written_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    code, _, err = said(capsys, "rebuild", "--database", str(tmp_path / "file" / "city.duckdb"))
    assert (code, "cannot be opened" in err) == (2, True)


def test_a_demo_never_takes_a_citys_own_database(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    database = tmp_path / "city.duckdb"
    database.write_text("a year of work")
    code, _, err = said(capsys, "serve", "--demo", "--port", "0", "--database", str(database))
    assert (code, "own events" in err) == (2, True)
    assert database.read_text() == "a year of work"


def test_check_and_rebuild_find_an_empty_city_well(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    database = str(tmp_path / "city.duckdb")
    assert said(capsys, "check", "--database", database)[0] == 0
    assert said(capsys, "rebuild", "--database", database)[0] == 0
    assert said(capsys, "rebuild", "--verify", "--database", database)[0] == 0


def test_a_misspelt_setting_is_found_and_a_secret_is_masked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("hush\n")
    monkeypatch.setenv("CITYSENSE_SECRET_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("CITYSENSE_FRAME_HERTZ", "8")
    code, out, _ = said(capsys, "check", "--database", ":memory:")
    assert (code, "CITYSENSE_FRAME_HERTZ" in out) == (1, True)
    assert "hush" not in out
    assert "********" in out


def test_an_unusable_setting_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITYSENSE_FRAME_HZ", "fast")
    code, _, err = said(capsys, "check")
    assert (code, "CITYSENSE_FRAME_HZ" in err) == (2, True)


def test_a_server_starts_says_where_it_is_and_ends_when_told(tmp_path: Path) -> None:
    command = [sys.executable, "app.py", "serve", "--port", "0"]
    command += ["--database", str(tmp_path / "city.duckdb")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        assert server.stdout.readline().startswith("http://127.0.0.1:")
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) == 0
    assert not (tmp_path / "city.duckdb.sock").exists()
    assert (tmp_path / "city.duckdb").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("day_start", [clock_time(0), clock_time(12)])
def test_a_demo_begins_at_half_past_ten_of_the_citys_clock_whatever_its_day(
    monkeypatch: pytest.MonkeyPatch, day_start: clock_time
) -> None:
    monkeypatch.setattr(app, "system_clock", lambda: datetime(2026, 3, 8, 20, tzinfo=UTC))
    begins = app._demo_start(tiny_city("America/New_York", day_start))
    assert begins == datetime(2026, 3, 8, 14, 30, tzinfo=UTC)
