"""The commands `backup` and `restore`: a city in one file, and back."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from dashboards.api.client import Client
from dashboards.api.control import connected
from dashboards.api.options import common, settings_given
from pipelines.archive import BackupError
from pipelines.backup import back_up
from pipelines.city import find_city
from pipelines.clock import system_clock
from pipelines.disk import refuse_other_file
from pipelines.restore import restore
from pipelines.settings import Settings
from pipelines.store import Store, StoreError
from pipelines.swap import finish_restore

OWNER_ONLY = 0o077


@click.command("backup")
@common
@click.argument("file", type=click.Path(path_type=Path))
def back_up_city(file: Path, **given: Any) -> None:
    """Copy the city into one new file; a running server goes on."""
    settings = settings_given(**given)
    whole = file.absolute()
    _told(file, _asked(settings, whole) or _backed_up(settings, whole))


@click.command("restore")
@common
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Also where a city's events are already.")
def restore_city(file: Path, replace: bool, **given: Any) -> None:
    """Put the city of a backup in the place of the database."""
    settings = settings_given(**given)
    database, city = settings.database_path, find_city(settings.city)
    if database == ":memory:":
        raise StoreError("a city is restored to a file; name it by --database")
    if line := connected(database):
        line.close()
        raise StoreError(f"{database} is held by a running server; stop it, then restore")
    os.umask(OWNER_ONLY)
    manifest = restore(
        file,
        Path(database),
        city=city.name,
        replace=replace,
        reserve_mb=settings.disk_reserve_mb,
    )
    _told(Path(database), manifest.as_json())


def _asked(settings: Settings, file: Path) -> Mapping[str, Any] | None:
    """Made by the running server that holds the database, None where there is none."""
    line = connected(settings.database_path)
    if line is None:
        return None
    client = Client(line)
    try:
        made: Mapping[str, Any] = client.ask("backup", file=str(file))
    finally:
        client.close()
    return made


def _backed_up(settings: Settings, file: Path) -> Mapping[str, Any]:
    """Made here, from a database that stays as it is, in the shape it has."""
    database, city = settings.database_path, find_city(settings.city)
    finish_restore(database)
    if not Path(database).is_file():
        raise BackupError(f"{database} does not exist; name the database by --database")
    refuse_other_file(database)
    store = Store(database, migrate=False)
    try:
        reserve = settings.disk_reserve_mb
        return back_up(
            store, city=city.name, file=file, made_at=system_clock(), reserve_mb=reserve
        ).as_json()
    finally:
        store.close()


def _told(file: Path, manifest: Mapping[str, Any]) -> None:
    """One line of JSON: where it lies now, of which city and when, how many files and bytes."""
    parts = manifest["files"]
    said = {"file": str(file), "city": manifest["city"], "made_at": manifest["made_at"]}
    size = sum(part["bytes"] for part in parts)
    click.echo(json.dumps({**said, "files": len(parts), "bytes": size}, ensure_ascii=False))
