"""The browser's files under /assets: compressed once and kept, asked again by their digest.

Control rooms have slow clients and no content network; plotly's bundle compressed at every request
would cost more than all frames of a minute.
"""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import brotli  # type: ignore[import-untyped]  # it ships no types
from flask import Flask, Response, abort, request

ROOT = Path(__file__).resolve().parents[2] / "assets"
VENDOR_AGE_S, OWN_AGE_S = 86_400, 0
SMALLEST, QUALITY = 500, 7
_TEXT = ("text/", "application/json", "application/javascript", "image/svg")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as it is sent; `brotli` is None where compressing gains nothing."""

    stamp: tuple[int, int]
    mimetype: str
    plain: bytes
    brotli: bytes | None
    digest: str


class Files:
    """Files of one folder, read again when they change."""

    def __init__(self, root: Path = ROOT) -> None:
        self._root, self._lock = root.resolve(), Lock()
        self._kept: dict[str, File] = {}

    def find(self, name: str) -> File | None:
        """The file of that name below the folder, None if there is none."""
        path = (self._root / name).resolve()
        if not path.is_relative_to(self._root) or not path.is_file():
            return None
        seen = path.stat()
        stamp = seen.st_mtime_ns, seen.st_size
        with self._lock:
            kept = self._kept.get(name)
            if kept is None or kept.stamp != stamp:
                kept = self._kept[name] = _read(path, stamp)
            return kept

    def version(self) -> str:
        """One name for all files as they are now: a screen with another one reloads itself."""
        digest = hashlib.sha256()
        for path in sorted(self._root.rglob("*")):
            if path.is_file():
                seen = path.stat()
                digest.update(f"{path.relative_to(self._root)} {seen.st_size} ".encode())
                digest.update(str(seen.st_mtime_ns).encode())
        return digest.hexdigest()[:12]


def register(server: Flask, files: Files) -> None:
    """Put `/assets/…` on the server."""

    def asset(name: str) -> Response:
        file = files.find(name)
        if file is None:
            abort(404)
        return sent(file, VENDOR_AGE_S if name.startswith("vendor/") else OWN_AGE_S)

    server.add_url_rule("/assets/<path:name>", "asset", asset)


def of_text(text: str, mimetype: str) -> File:
    """A text made at start, sent as a file is."""
    return _made((0, 0), mimetype, text.encode())


def sent(file: File, age_s: int) -> Response:
    """The file, compressed for who takes it, or 304 for who has it."""
    packed = file.brotli is not None and request.accept_encodings.quality("br") > 0
    body = file.brotli if packed and file.brotli is not None else file.plain
    response = Response(body, mimetype=file.mimetype)
    if packed:
        response.headers["Content-Encoding"] = "br"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"public, max-age={age_s}" if age_s else "no-cache"
    response.set_etag(f"{file.digest}{'-br' if packed else ''}")
    response.make_conditional(request)
    return response


def _read(path: Path, stamp: tuple[int, int]) -> File:
    return _made(
        stamp, mimetypes.guess_type(path.name)[0] or "application/octet-stream", path.read_bytes()
    )


def _made(stamp: tuple[int, int], mimetype: str, plain: bytes) -> File:
    worth = len(plain) >= SMALLEST and mimetype.startswith(_TEXT)
    packed = brotli.compress(plain, quality=QUALITY) if worth else None
    digest = hashlib.sha256(plain).hexdigest()[:16]
    return File(stamp=stamp, mimetype=mimetype, plain=plain, brotli=packed, digest=digest)
