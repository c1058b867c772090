"""The file of a backup: one uncompressed tar, the manifest first, then each part that it names.

A part is `city.duckdb`, `tokens.json` or a file of `sealed/`; its size and sha256 stand in the
manifest, and nothing that differs from them is ever let out of the archive.
"""

import hashlib
import io
import re
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import msgspec

from pipelines.held import new_file

FORMAT = 1
MANIFEST, CITY, TOKENS, SEALED = "manifest.json", "city.duckdb", "tokens.json", "sealed/"
LARGEST_MANIFEST = 64 * 1024 * 1024
PIECE = 1024 * 1024
_NAME = re.compile(r"city\.duckdb|tokens\.json|sealed/(?!\.\.?$)[^/\0]{1,255}")


class BackupError(Exception):
    """A backup cannot be made or used; the message is the sentence for its user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file within a backup."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself; `schema` are the names of its database's migrations."""

    format: int
    citysense: str
    city: str
    schema: tuple[str, ...]
    made_at: datetime
    files: tuple[Part, ...]

    def as_json(self) -> dict[str, Any]:
        """The same at JSON's edge."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found


def part_of(name: str, path: Path) -> Part:
    """A file as it is now, under the name that it is to have in a backup."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Part(name=name, bytes=path.stat().st_size, sha256=digest)


def write_archive(out: IO[bytes], manifest: Manifest, sources: Mapping[str, Path]) -> None:
    """Write a backup of these files; BackupError where one is not what the manifest says."""
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(_member(MANIFEST, len(text), manifest.made_at), io.BytesIO(text))
        for part in manifest.files:
            _add(tar, part, sources[part.name], manifest.made_at)


def _add(tar: tarfile.TarFile, part: Part, source: Path, made_at: datetime) -> None:
    try:
        size = source.stat().st_size
    except FileNotFoundError:
        raise BackupError(f"{source} is missing, although the database knows it") from None
    with source.open("rb") as file:
        hashed = _Hashed(file)
        if size == part.bytes:
            tar.addfile(_member(part.name, size, made_at), hashed)
    if size != part.bytes or hashed.sha256 != part.sha256:
        raise BackupError(f"{source} is damaged: it differs from what the database knows of it")


def _member(name: str, size: int, made_at: datetime) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(made_at.timestamp())
    return member


class _Hashed(io.RawIOBase):
    """A file that remembers the checksum of what was read of it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._digest.update(piece)
        return piece

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class Archive:
    """An opened backup: its manifest, read and looked through, and the parts still to come."""

    def __init__(self, file: Path, tar: tarfile.TarFile) -> None:
        self.file, self._tar = file, tar
        self.manifest = self._manifest()

    def unpack(self, place: Callable[[str], Path]) -> None:
        """Write every part to the place of its name, owner-only; BackupError, OSError."""
        for part in self.manifest.files:
            taken = self._unpack(part, place(part.name))
            if taken != part.sha256:
                raise self._broken(f"{part.name} differs from its checksum")
        if self._next() is not None:
            raise self._broken("it holds more than its manifest says")

    def _unpack(self, part: Part, path: Path) -> str:
        reader = self._reader(part.name, part.bytes)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        digest = hashlib.sha256()
        with new_file(path) as written:
            while piece := self._read(reader, part.name):
                digest.update(piece)
                written.write(piece)
        return digest.hexdigest()

    def _manifest(self) -> Manifest:
        reader = self._reader(MANIFEST, None)
        try:
            found = msgspec.json.decode(self._read(reader, MANIFEST), type=_Told)
            if found.format > FORMAT:
                raise BackupError(
                    f"{self.file} was written by a newer citysense ({found.citysense}); "
                    "restore it with that one"
                )
            reader.seek(0)
            manifest = msgspec.json.decode(reader.read(), type=Manifest)
        except (msgspec.MsgspecError, ValueError) as wrong:
            raise self._broken(f"its manifest cannot be read ({wrong})") from None
        self._look_through([part.name for part in manifest.files])
        return manifest

    def _look_through(self, names: list[str]) -> None:
        strange = [name for name in names if not _NAME.fullmatch(name)]
        if strange or CITY not in names or len(names) != len(set(names)):
            raise self._broken(f"its manifest names {strange or 'its files wrongly'}")

    def _reader(self, name: str, size: int | None) -> IO[bytes]:
        """The member that comes next, which must be this one."""
        member = self._next()
        if member is None or member.name != name or not member.isreg():
            raise self._broken(f"{name} is missing where it should be")
        if member.size > LARGEST_MANIFEST if size is None else member.size != size:
            raise self._broken(f"{name} has another size than it should")
        reader = self._tar.extractfile(member)
        if reader is None:
            raise self._broken(f"{name} is no file")
        return reader

    def _next(self) -> tarfile.TarInfo | None:
        try:
            return self._tar.next()
        except tarfile.TarError as wrong:
            raise self._broken(str(wrong)) from None

    def _read(self, reader: IO[bytes], name: str) -> bytes:
        try:
            return reader.read(LARGEST_MANIFEST if name == MANIFEST else PIECE)
        except (tarfile.TarError, OSError) as wrong:
            raise self._broken(f"{name} cannot be read ({wrong})") from None

    def _broken(self, why: str) -> BackupError:
        return BackupError(f"{self.file} is no whole backup: {why}; take another one")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """The little that every format of a manifest says."""

    format: int
    citysense: str


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """A backup to be read; BackupError when it is none."""
    try:
        tar = tarfile.open(file, mode="r:")  # noqa: SIM115  # closed below, its errors are told apart
    except (tarfile.TarError, OSError) as wrong:
        raise BackupError(f"{file} is no backup of citysense: {wrong}") from None
    with tar:
        yield Archive(file, tar)
