"""The options that commands share, and the settings that come of them and the environment."""

import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from pipelines.fields import parse_written
from pipelines.logs import log_to
from pipelines.settings import Settings, read_settings

Command = Callable[..., Any]


class Instant(click.ParamType[datetime]):
    """An RFC 3339 instant with a zone; the seconds may be missing."""

    name = "instant"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        """The instant as UTC."""
        try:
            return parse_written(value)
        except ValueError as wrong:
            self.fail(str(wrong), param, ctx)


class Named(click.ParamType[tuple[str, str]]):
    """A source and what it is to read."""

    name = "NAME=PLACE"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, str]:
        """(name, place)."""
        name, _, place = str(value).partition("=")
        if not (name and place):
            self.fail(f"{value!r} is no NAME=PLACE, such as lines=gateway.ndjson", param, ctx)
        return name, place


def common(command: Command) -> Command:
    """The options that every command takes."""
    command = click.option("--city", help="A folder of data/cities, or any by its path; binhai.")(
        command
    )
    return click.option("--database", help="The database; var/CITY.duckdb.")(command)


def running(command: Command) -> Command:
    """The options of a command that serves."""
    for option in (
        click.option("--host", help="127.0.0.1"),
        click.option("--port", type=click.IntRange(0, 65535), help="8050"),
        click.option("--speed", type=click.FloatRange(0.01, 86_400), default=1.0),
        click.option("--certificate", type=click.Path(exists=True, dir_okay=False)),
        click.option("--key", type=click.Path(exists=True, dir_okay=False)),
    ):
        command = option(command)
    return common(command)


def settings_given(*, suffix: str = "", **given: Any) -> Settings:
    """The settings of a command, its database named; SettingsError."""
    settings = read_settings(os.environ, **given)
    usual = f"var/{Path(settings.city).resolve().name}{suffix}.duckdb"
    log_to(sys.stderr, level=settings.log_level, form=settings.log_format)
    return read_settings(os.environ, **given | {"database": settings.database or usual})
