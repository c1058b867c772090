"""Tokens of machines that send or read: a name, a scope and the hash of a long random text.

They lie in an owner-only file beside the database, so that a token can be added or revoked while a
server holds the database; the server reads the file again when it has changed.
"""

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

SCOPES = ("events", "open311", "read")


class TokenError(Exception):
    """A token cannot be added or revoked; the message says why."""


class Tokens:
    """The tokens of one database; `path` None keeps them in memory (tests)."""

    def __init__(self, path: Path | None = None) -> None:
        self._path, self._lock = path, Lock()
        self._known: dict[str, dict[str, str]] = {}
        self._stamp: tuple[int, int, int] | None = None

    def add(self, name: str, scope: str) -> str:
        """A new token, to be shown once: only its hash is kept. TokenError."""
        if scope not in SCOPES:
            raise TokenError(f"{scope!r} is no scope; there are {', '.join(SCOPES)}")
        if not name.strip():
            raise TokenError("a token needs a name")
        token = f"cs_{secrets.token_urlsafe(32)}"
        with self._changing() as known:
            if name in known:
                raise TokenError(f"there is a token {name!r} already; revoke it first")
            known[name] = {"scope": scope, "sha256": _hash(token)}
        return token

    def revoke(self, name: str) -> None:
        """The token of that name opens nothing any more. TokenError if there is none."""
        with self._changing() as known:
            if known.pop(name, None) is None:
                raise TokenError(f"there is no token {name!r}")

    def scope(self, token: str) -> str | None:
        """What a token may do, None for one that is unknown."""
        hashed = _hash(token)
        for line in self._read().values():
            if secrets.compare_digest(line["sha256"], hashed):
                return line["scope"]
        return None

    def names(self) -> Mapping[str, str]:
        """Scope by name."""
        return {name: line["scope"] for name, line in self._read().items()}

    def _read(self) -> dict[str, dict[str, str]]:
        with self._lock:
            if self._path is None:
                return self._known
            stamp = _stamp(self._path)
            if stamp != self._stamp:
                self._known = _load(self._path) if stamp else {}
                self._stamp = stamp
            return self._known

    @contextmanager
    def _changing(self) -> Iterator[dict[str, dict[str, str]]]:
        if self._path is None:
            yield self._known
            return
        try:
            with _locked(self._path):
                known = _load(self._path) if self._path.exists() else {}
                yield known
                _save(self._path, known)
        except OSError as wrong:
            raise TokenError(f"{self._path} cannot be written: {wrong.strerror}") from None


def tokens_beside(database: str) -> Tokens:
    """The tokens that belong to a database."""
    return Tokens(None if database == ":memory:" else Path(f"{database}.tokens.json"))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        seen = path.stat()
    except FileNotFoundError:
        return None
    return seen.st_mtime_ns, seen.st_ino, seen.st_size


def _load(path: Path) -> dict[str, dict[str, str]]:
    try:
        known: dict[str, dict[str, str]] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as wrong:
        raise TokenError(f"{path} cannot be read: {wrong}") from None
    return known


def _save(path: Path, known: Mapping[str, Mapping[str, str]]) -> None:
    new = path.with_name(f"{path.name}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(known, file, ensure_ascii=False, indent=1)
    new.replace(path)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600), "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
