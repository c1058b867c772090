"""A file that is no whole backup is refused in a sentence, whatever is wrong with it."""

import io
import json
import tarfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.archive import FORMAT, BackupError, Manifest, opened, part_of, write_archive

NOON = datetime(2026, 7, 15, 4, tzinfo=UTC)
NAMES = ("city.duckdb", "sealed/2024.parquet", "tokens.json")


@pytest.fixture
def sources(tmp_path: Path) -> Mapping[str, Path]:
    """The files of a small city."""
    folder = tmp_path / "from"
    folder.mkdir()
    found = {}
    for name in NAMES:
        found[name] = folder / name.replace("/", "-")
        found[name].write_bytes(name.encode() * 500)
    return found


def manifest(sources: Mapping[str, Path], **changed: Any) -> Manifest:
    fields: dict[str, Any] = {
        "format": FORMAT,
        "citysense": "0.1.0",
        "city": "binhai",
        "schema": ("0001_log",),
        "made_at": NOON,
        "files": tuple(part_of(name, path) for name, path in sources.items()),
    }
    return Manifest(**{**fields, **changed})


@pytest.fixture
def archive(sources: Mapping[str, Path], tmp_path: Path) -> Path:
    """A whole backup."""
    file = tmp_path / "city.tar"
    with file.open("wb") as out:
        write_archive(out, manifest(sources), sources)
    return file


def unpack(file: Path, folder: Path) -> Manifest:
    with opened(file) as archive:
        archive.unpack(lambda name: folder / name.replace("/", "-"))
        return archive.manifest


def members(file: Path) -> dict[str, bytes]:
    """What an archive holds, in its order, read without ours."""
    with tarfile.open(file) as tar:
        return {member.name: (tar.extractfile(member) or io.BytesIO()).read() for member in tar}


def rewrite(file: Path, held: Mapping[str, bytes], kind: bytes = tarfile.REGTYPE) -> None:
    """The archive with other members; all but the manifest of that kind."""
    with tarfile.open(file, "w") as tar:
        for name, content in held.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            if name != "manifest.json":
                member.type, member.linkname = kind, "elsewhere"
            tar.addfile(member, io.BytesIO(content))


def told(held: dict[str, bytes], **changed: object) -> dict[str, bytes]:
    """The same members under a manifest that says something else."""
    said = {**json.loads(held["manifest.json"]), **changed}
    return {**held, "manifest.json": json.dumps(said).encode()}


def renamed(held: dict[str, bytes], name: str) -> dict[str, bytes]:
    """The sealed file under another name, in the manifest as well."""
    files = json.loads(held["manifest.json"])["files"]
    files[1]["name"] = name
    other = {name if key == NAMES[1] else key: content for key, content in held.items()}
    return told(other, files=files)


def without(held: dict[str, bytes], name: str) -> dict[str, bytes]:
    return {key: content for key, content in held.items() if key != name}


BROKEN: Mapping[str, tuple[Callable[[dict[str, bytes]], dict[str, bytes]], str]] = {
    "one byte of another value": (
        lambda held: {**held, NAMES[0]: b"x" + held[NAMES[0]][1:]},
        "city.duckdb differs from its checksum",
    ),
    "a part too short": (
        lambda held: {**held, NAMES[1]: held[NAMES[1]][:-1]},
        "sealed/2024.parquet has another size than it should",
    ),
    "a part missing": (
        lambda held: without(held, NAMES[1]),
        "sealed/2024.parquet is missing where it should be",
    ),
    "the last part missing": (
        lambda held: without(held, NAMES[2]),
        "tokens.json is missing where it should be",
    ),
    "a part too many": (
        lambda held: {**held, "more": b""},
        "it holds more than its manifest says",
    ),
    "no manifest": (
        lambda held: without(held, "manifest.json"),
        "manifest.json is missing where it should be",
    ),
    "a manifest that is no JSON": (
        lambda held: {**held, "manifest.json": b"{"},
        "its manifest cannot be read",
    ),
    "a manifest of something else": (
        lambda held: {**held, "manifest.json": b'{"name": "photos"}'},
        "its manifest cannot be read (Object missing required field `format`)",
    ),
    "a way out of the folder": (
        lambda held: renamed(held, "sealed/../../city.duckdb"),
        "its manifest names ['sealed/../../city.duckdb']",
    ),
    "the folder above": (
        lambda held: renamed(held, "sealed/.."),
        "its manifest names ['sealed/..']",
    ),
    "a name twice": (
        lambda held: told(held, files=json.loads(held["manifest.json"])["files"] * 2),
        "its manifest names its files wrongly",
    ),
    "no database": (
        lambda held: told(held, files=[]),
        "its manifest names its files wrongly",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_backup_is_said(archive: Path, tmp_path: Path, kind: str) -> None:
    spoil, sentence = BROKEN[kind]
    rewrite(archive, spoil(members(archive)))
    (tmp_path / "to").mkdir()
    with pytest.raises(BackupError) as refused:
        unpack(archive, tmp_path / "to")
    assert str(refused.value).startswith(f"{archive} is no whole backup: {sentence}")
    assert str(refused.value).endswith("; take another one")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_only_files_are_taken_from_a_backup(archive: Path, tmp_path: Path, kind: bytes) -> None:
    rewrite(archive, members(archive), kind)
    with pytest.raises(BackupError, match=r"city\.duckdb is missing where it should be"):
        unpack(archive, tmp_path / "to")


@pytest.mark.parametrize("share", [0.0, 0.03, 0.1, 0.3, 0.5, 0.7])
def test_a_torn_backup_is_said(archive: Path, tmp_path: Path, share: float) -> None:
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * share)])
    (tmp_path / "to").mkdir()
    with pytest.raises(BackupError, match=r"is no (whole backup|backup of citysense): "):
        unpack(archive, tmp_path / "to")


def test_another_kind_of_file_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,title\n" * 2000)
    with pytest.raises(BackupError, match=r"a\.csv is no backup of citysense: "):
        unpack(tmp_path / "a.csv", tmp_path)


def test_a_backup_in_a_newer_format_names_its_citysense(archive: Path, tmp_path: Path) -> None:
    newer = told(members(archive), format=FORMAT + 1, citysense="9.1", parts="elsewhere")
    rewrite(archive, newer)
    with pytest.raises(BackupError, match=r"was written by a newer citysense \(9\.1\)"):
        unpack(archive, tmp_path)


def test_a_backup_gives_back_what_went_in_and_any_tar_reads_it(
    archive: Path, sources: Mapping[str, Path], tmp_path: Path
) -> None:
    assert list(members(archive)) == ["manifest.json", *NAMES]
    (tmp_path / "to").mkdir()
    assert unpack(archive, tmp_path / "to") == manifest(sources)
    for path in sources.values():
        taken = tmp_path / "to" / path.name
        assert taken.read_bytes() == path.read_bytes()
        assert taken.stat().st_mode & 0o077 == 0


def test_what_the_database_knows_and_the_folder_has_not_is_never_backed_up_as_if_whole(
    sources: Mapping[str, Path],
) -> None:
    known = manifest(sources)
    sources[NAMES[1]].write_bytes(b"x" + sources[NAMES[1]].read_bytes()[1:])
    with pytest.raises(BackupError, match="is damaged: it differs from what the database knows"):
        write_archive(io.BytesIO(), known, sources)
    sources[NAMES[1]].write_bytes(b"short")
    with pytest.raises(BackupError, match="is damaged: it differs from what the database knows"):
        write_archive(io.BytesIO(), known, sources)
    sources[NAMES[1]].unlink()
    with pytest.raises(BackupError, match="is missing, although the database knows it"):
        write_archive(io.BytesIO(), known, sources)
