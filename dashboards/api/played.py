"""Databases of played days: made anew at each start, because they hold what is not yet to happen.

A played day's database has a marker beside it; one without it is never touched.
"""

from pathlib import Path
from shutil import rmtree

from dashboards.api.control import connected
from pipelines.beside import PLAYED, SEALED, WAL, beside
from pipelines.settings import SettingsError
from pipelines.swap import finish_restore


def fresh_database(database: str) -> None:
    """Take away the played database of that name, and mark the one to come. SettingsError."""
    if database == ":memory:":
        return
    path, marker = Path(database), Path(f"{database}{PLAYED}")
    if path.exists() and not marker.exists():
        raise SettingsError(f"{database} holds a city's own events; name another by --database")
    line = connected(database)
    if line:
        line.close()
        raise SettingsError(f"{database} is in use by a running server; stop it first")
    finish_restore(database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        rmtree(beside(path, SEALED), ignore_errors=True)
        for suffix in (WAL, ""):
            beside(path, suffix).unlink(missing_ok=True)
        marker.touch()
    except OSError as wrong:
        raise SettingsError(f"{database} cannot be written: {wrong.strerror}") from None
