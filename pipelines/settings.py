"""Every setting there is, once: its variable, its default, how it is read and what it is for.

A setting `x` is the variable `CITYSENSE_X`, or the content of the file that `CITYSENSE_X_FILE`
names, so that secrets need not stand in the environment. What is given on the command line wins.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pipelines.logs import FORMS

PREFIX = "CITYSENSE_"
MASK = "********"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsError(Exception):
    """A setting cannot be used; the message is the sentence for its user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One line of the table; `read` raises ValueError with what is wrong with a text."""

    name: str
    default: str
    read: Callable[[str], Any]
    help: str
    secret: bool = False

    @property
    def variable(self) -> str:
        return PREFIX + self.name.upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, read. An empty `database` is `var/CITY.duckdb`."""

    city: str = "binhai"
    database: str = ""
    host: str = "127.0.0.1"
    port: int = 8050
    frame_hz: float = 8.0
    queue_events: int = 200_000
    tick_events: int = 20_000
    max_body_bytes: int = 16 * 1024 * 1024
    answer_timeout_s: float = 30.0
    most_reads: int = 0
    read_timeout_s: float = 10.0
    disk_reserve_mb: int = 256
    tls_proxy: bool = False
    secret_key: str = ""
    log_level: str = "info"
    log_format: str = "text"

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in LOOPBACK

    @property
    def database_path(self) -> str:
        """The database's file, or ":memory:"."""
        return self.database or f"var/{self.city}.duckdb"


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise ValueError(f"{text!r} is no whole number from {low} to {high}")
        return int(text)

    return read


def _number(low: float, high: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise ValueError(f"{text!r} is no number from {low:g} to {high:g}")
        return value

    return read


def _flag(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.lower() not in words:
        raise ValueError(f"{text!r} is neither true nor false")
    return words[text.lower()]


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"{text!r} is none of {', '.join(words)}")
        return text

    return read


_MIB = 1024 * 1024
TABLE: tuple[Setting, ...] = (
    Setting(
        name="city",
        default="binhai",
        read=str,
        help="the city pack: a folder of data/cities, or the path of any (with a slash)",
    ),
    Setting(name="database", default="", read=str, help="the database file; var/CITY.duckdb"),
    Setting(name="host", default="127.0.0.1", read=str, help="the address to listen on"),
    Setting(name="port", default="8050", read=_whole(0, 65535), help="the port to listen on"),
    Setting(name="frame_hz", default="8", read=_number(0.1, 60), help="most frames a second"),
    Setting(
        name="queue_events",
        default="200000",
        read=_whole(1, 10_000_000),
        help="events that may wait for the database before the door answers 503",
    ),
    Setting(
        name="tick_events",
        default="20000",
        read=_whole(1, 1_000_000),
        help="events of one transaction",
    ),
    Setting(
        name="max_body_bytes",
        default=str(16 * _MIB),
        read=_whole(1, 1024 * _MIB),
        help="largest request the door for events takes",
    ),
    Setting(
        name="answer_timeout_s",
        default="30",
        read=_number(0.1, 600),
        help="seconds a sender of events waits for the database before it is told to come back",
    ),
    Setting(
        name="most_reads",
        default="0",
        read=_whole(0, 1000),
        help="questions over HTTP that are answered at once; 0: as many as there are processors",
    ),
    Setting(
        name="read_timeout_s",
        default="10",
        read=_number(0.1, 3600),
        help="seconds a question over HTTP may take the database before it is ended",
    ),
    Setting(
        name="disk_reserve_mb",
        default="256",
        read=_whole(0, 1_000_000),
        help="megabytes of the database's disk that stay free; below, nothing is written",
    ),
    Setting(
        name="tls_proxy",
        default="false",
        read=_flag,
        help="a proxy in front speaks HTTPS, so a public address needs no certificate here",
    ),
    Setting(
        name="secret_key",
        default="",
        read=str,
        secret=True,
        help="signs cookies; without one, they last until the server stops",
    ),
    Setting(
        name="log_level",
        default="info",
        read=_one_of("debug", "info", "warning", "error"),
        help="debug, info, warning, error; info tells the service's life",
    ),
    Setting(
        name="log_format",
        default="text",
        read=_one_of(*FORMS),
        help="text (key=value) or json, one line an event",
    ),
)


def read_settings(environ: Mapping[str, str], **given: Any) -> Settings:
    """Settings from the environment; `given` (None = not given) wins. SettingsError."""
    values = {setting.name: _read(setting, environ) for setting in TABLE}
    values |= {name: value for name, value in given.items() if value is not None}
    return Settings(**values)


def unknown_settings(environ: Mapping[str, str]) -> list[str]:
    """Variables with our prefix that no line of the table knows: most often a slip of the pen."""
    known = {setting.variable for setting in TABLE}
    known |= {f"{name}_FILE" for name in known} | {"CITYSENSE_REAL_DATA", "CITYSENSE_KILLS"}
    return sorted(name for name in environ if name.startswith(PREFIX) and name not in known)


def described(settings: Settings) -> list[tuple[str, str, str]]:
    """(variable, value, help) of every setting, secrets masked."""
    shown = {field.name: getattr(settings, field.name) for field in fields(settings)}
    return [
        (
            line.variable,
            MASK if line.secret and shown[line.name] else str(shown[line.name]),
            line.help,
        )
        for line in TABLE
    ]


def _read(setting: Setting, environ: Mapping[str, str]) -> Any:
    text, where = _text(setting, environ)
    try:
        return setting.read(text)
    except ValueError as wrong:
        said = "what it holds cannot be used" if setting.secret else str(wrong)
        raise SettingsError(f"{where}: {said}") from None


def _text(setting: Setting, environ: Mapping[str, str]) -> tuple[str, str]:
    named = f"{setting.variable}_FILE"
    if setting.variable in environ and named in environ:
        raise SettingsError(f"{setting.variable} and {named} are both given; leave one out")
    if named not in environ:
        return environ.get(setting.variable, setting.default), setting.variable
    try:
        return Path(environ[named]).read_text("utf-8").strip(), named
    except (OSError, UnicodeDecodeError) as wrong:
        raise SettingsError(f"{named}: {environ[named]} cannot be read: {_why(wrong)}") from None


def _why(wrong: OSError | UnicodeDecodeError) -> str:
    return wrong.strerror or "?" if isinstance(wrong, OSError) else "it is no UTF-8 text"
