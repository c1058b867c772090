"""A backup that cannot be made is a sentence, leaves nothing behind, and the city goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import backup as backups
from pipelines.archive import BackupError, opened
from pipelines.backup import UNFINISHED, back_up
from pipelines.engine import Engine
from pipelines.held import held
from pipelines.store import Store, StoreError
from tests.faults.disks import mounted
from tests.pipelines.copied import CITY, NOON, backed_up, seal, write_city
from tests.twin.streams import random_stream
from tests.twin.town import tiny_city


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_city(tmp_path_factory.mktemp("written") / "city.duckdb", seed=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A city of its own, held."""
    made = Store(write_city(tmp_path / "city.duckdb", seed=2))
    yield made
    made.close()


def test_a_file_that_exists_is_never_overwritten(written: Path, tmp_path: Path) -> None:
    (tmp_path / "city.tar").write_text("the backup of yesterday")
    with pytest.raises(BackupError, match="exists already and is left as it is; name another"):
        backed_up(written, tmp_path / "city.tar")
    assert (tmp_path / "city.tar").read_text() == "the backup of yesterday"


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_comes_meanwhile_is_not_overwritten_either(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def slow(*_: object) -> None:
        (tmp_path / "city.tar").write_text("another's")

    monkeypatch.setattr(backups, "write_archive", slow)
    if not links:
        monkeypatch.setattr(backups.os, "link", without_links)
    with pytest.raises(BackupError, match="exists already"):
        backed_up(written, tmp_path / "city.tar")
    assert (tmp_path / "city.tar").read_text() == "another's"


def without_links(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def test_a_disk_without_links_takes_a_backup(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups.os, "link", without_links)
    manifest = backed_up(written, tmp_path / "city.tar")
    with opened(tmp_path / "city.tar") as archive:
        assert archive.manifest == manifest


def test_no_folder_and_a_file_in_its_place_are_said(written: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(BackupError, match="there is no folder"):
            backed_up(written, folder / "city.tar")


def test_a_name_too_long_is_said_and_nothing_is_made(written: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="cannot be written: File name too long; nothing was"):
        backed_up(written, tmp_path / ("x" * 250))
    assert list(tmp_path.iterdir()) == []


def test_a_missing_sealed_file_is_said_and_nothing_is_made(store: Store, tmp_path: Path) -> None:
    seal(store, "gone.parquet", b"history").unlink()
    (tmp_path / "to").mkdir()
    with pytest.raises(BackupError, match=r"gone\.parquet is missing, although the database knows"):
        back_up(store, city=CITY, file=tmp_path / "to" / "city.tar", made_at=NOON)
    assert list((tmp_path / "to").iterdir()) == []


@pytest.mark.parametrize("megabytes", [1, 2, 3, 4, 5, 6])
def test_a_disk_that_fills_is_said_and_the_city_goes_on(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, megabytes: int
) -> None:
    monkeypatch.setattr(backups, "room_missing", lambda *_: "")
    engine = Engine(store, tiny_city())
    big = random_stream(8, 4000, batch_size=4000).batches[0]
    engine.tick(big.events, big.received_at)
    seal(store, "big.parquet", b"history" * 700_000)
    with mounted(tmp_path / "disk", megabytes) as disk:
        with pytest.raises(BackupError, match=r"disk is full; free|No space left on device; noth"):
            back_up(store, city=CITY, file=disk / "city.tar", made_at=NOON)
        assert list(disk.iterdir()) == []
    last = random_stream(9, 60).batches[0]
    assert any(engine.tick(last.events, last.received_at).accepted)
    assert engine.verify() == []


def test_a_disk_that_would_fill_is_not_begun_with(store: Store, tmp_path: Path) -> None:
    with (
        mounted(tmp_path / "disk", 2) as disk,
        pytest.raises(
            BackupError,
            match=r"city\.tar was not made: the disk of .*disk is full: 2\.0 MB are free, "
            r"about [\d.]+ MB are needed; free some space",
        ),
    ):
        back_up(store, city=CITY, file=disk / "city.tar", made_at=NOON)


def test_a_backup_never_takes_what_is_kept_for_the_databases_own_work(
    store: Store, tmp_path: Path
) -> None:
    with pytest.raises(BackupError, match=r"and \d+ MB are kept for the database's own work"):
        back_up(store, city=CITY, file=tmp_path / "city.tar", made_at=NOON, reserve_mb=10_000_000)


def test_what_killed_backups_left_is_cleared_by_the_next_one(written: Path, tmp_path: Path) -> None:
    for left in ("city.tar", "of yesterday.tar"):
        (tmp_path / f"{left}{UNFINISHED}").mkdir()
        (tmp_path / f"{left}{UNFINISHED}" / "whole.tar").write_text("half")
        (tmp_path / f"{left}{UNFINISHED}" / "city.duckdb").write_text("half")
    backed_up(written, tmp_path / "city.tar")
    assert [path.name for path in tmp_path.iterdir()] == ["city.tar"]


def test_two_backups_to_one_file_do_not_meet_and_to_two_files_do_not_mind(
    written: Path, tmp_path: Path
) -> None:
    with held(tmp_path / f"city.tar{UNFINISHED}"):
        with pytest.raises(BackupError, match=r"another backup to .* is under way; wait for it"):
            backed_up(written, tmp_path / "city.tar")
        backed_up(written, tmp_path / "other.tar")
        assert (tmp_path / f"city.tar{UNFINISHED}" / "lock").exists()


def test_a_damaged_database_is_never_backed_up_as_if_whole(written: Path, tmp_path: Path) -> None:
    city = tmp_path / "city.duckdb"
    whole = bytearray(written.read_bytes())
    for place in range(20_000, len(whole), 5_000):
        whole[place] ^= 0xFF
    city.write_bytes(whole)
    with pytest.raises((BackupError, StoreError), match="the file is damaged; bring back a copy"):
        backed_up(city, tmp_path / "city.tar")
    assert not (tmp_path / "city.tar").exists()
