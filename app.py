"""The command line, and the factory that other programs start from."""

import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from datetime import time as clock_time
from pathlib import Path
from typing import Any

import click

from dashboards.api.client import ServerRefused
from dashboards.api.commands import Bringing, findings, place, settings_lines
from dashboards.api.copies import back_up_city, restore_city
from dashboards.api.options import Instant, Named, common, running, settings_given
from dashboards.api.played import fresh_database
from dashboards.api.serving import listening, refuse_public, serve
from dashboards.api.token_commands import token
from dashboards.server import App, Source, make_app
from pipelines.archive import BackupError
from pipelines.catalogue import CatalogueError
from pipelines.city import CITIES, City, find_city
from pipelines.citytypes import PackError
from pipelines.clock import Clock, ShiftedClock, system_clock
from pipelines.feeder import Feeder
from pipelines.feeds import Feed
from pipelines.importing import ImportResult
from pipelines.new_city import CELLS, make_pack
from pipelines.plans import replayed_plan, simulated_plan
from pipelines.server_sink import ServerSink
from pipelines.settings import Settings, SettingsError
from pipelines.sources.faults import ImportFailed
from pipelines.sources.profile import load_profile
from pipelines.sources.replay import replay as replayed
from pipelines.store import StoreError
from pipelines.tokens import TokenError

OWNER_ONLY = 0o077
DEMO_BEGINS = clock_time(10, 30)
SAID = (
    SettingsError, CatalogueError, PackError, StoreError, TokenError, ImportFailed, ServerRefused,
    BackupError,
)  # fmt: skip


def create_app(
    settings: Settings, *, city: City, clock: Clock, sources: Sequence[Source] = ()
) -> App:
    """The whole server of one city; nothing starts here. StoreError."""
    return make_app(settings, city=city, clock=clock, sources=sources)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """One map senses the city."""


@cli.command("serve")
@running
@click.option("--demo", is_flag=True, help="Play the pack's simulated day from 10:30 of today.")
@click.option("--clock", type=Instant(), help="Start the city's clock at this instant.")
@click.option("--source", "asked", multiple=True, type=Named(), help="Ask it again and again.")
def serve_city(
    speed: float, certificate: str | None, key: str | None, demo: bool, clock: datetime | None,
    asked: tuple[tuple[str, str], ...], city: str | None, database: str | None, **given: Any,
) -> None:  # fmt: skip
    """The server: wall, pages, API."""
    settings = settings_given(city=city, database=database, suffix="-demo" if demo else "", **given)
    pack = find_city(settings.city)
    start = clock or (_demo_start(pack) if demo else None)
    ticking = ShiftedClock(start or system_clock(), speed) if start or speed != 1 else system_clock
    sources: list[Source] = [Feed(name, place, pack, ticking) for name, place in asked]
    sources += [_demo(pack, ticking)] if demo else []
    _serve(settings, pack, ticking, sources, certificate, key, played=demo)


@cli.command()
@running
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--profile", required=True)
@click.option("--from", "start", type=Instant())
@click.option("--to", "end", type=Instant())
def replay(
    file: Path, profile: str, start: datetime | None, end: datetime | None, speed: float,
    certificate: str | None, key: str | None, city: str | None, database: str | None, **given: Any,
) -> None:  # fmt: skip
    """Play a case file as a live day on a server of its own."""
    settings = settings_given(city=city, database=database, suffix="-replay", **given)
    pack = find_city(settings.city)
    events = replayed(file, load_profile(profile), pack, start, end)
    if not events.live:
        raise ImportFailed(f"{file.name}: tells of nothing in that time")
    ticking = ShiftedClock(start or events.live[0].time, speed)
    source = Feeder(file.name, lambda: replayed_plan(events), ticking, simulated=False)
    _serve(settings, pack, ticking, [source], certificate, key, played=True)


@cli.command("import")
@common
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--profile", help="A name of data/profiles, or a file.")
@click.option("--source", help="Instead of a profile: a name of pipelines/sources.")
@click.option("--to", "url", help="The address of a running server somewhere.")
@click.option("--token", help="Its token of scope events.")
@click.option("--rejects", type=click.Path(dir_okay=False, path_type=Path))
def import_cases(
    file: Path, profile: str | None, source: str | None, url: str | None, token: str | None,
    rejects: Path | None, **given: Any,
) -> None:  # fmt: skip
    """Read a case file, or what a source makes of a file, into the log."""
    settings = settings_given(**given)
    bringing = Bringing(file=file, profile=profile, source=source, rejects=rejects)
    if url:
        sink = ServerSink(url=url, token=token or "", wait=time.sleep)
        _told(bringing.into(sink, settings, system_clock()))
        return
    os.umask(OWNER_ONLY)
    with place(settings) as where:
        _told(bringing.to(where, settings))


@cli.command()
@common
@click.option("--verify", is_flag=True, help="Change nothing; print what differs.")
def rebuild(verify: bool, **given: Any) -> int:
    """Derive all state again from the log of events."""
    with place(settings_given(**given)) as where:
        if not verify:
            where.rebuild()
            return 0
        differences = where.verify()
    click.echo("\n".join(differences) or "the derived tables equal a fresh rebuild")
    return 1 if differences else 0


@cli.command()
@common
def check(**given: Any) -> int:
    """Settings, catalogue, city pack, database and every audit query."""
    settings = settings_given(**given)
    click.echo("\n".join(settings_lines(settings)))
    found = findings(settings, dict(os.environ))
    click.echo("\n".join(found) or "all is well")
    return 1 if found else 0


@cli.group()
def city() -> None:
    """City packs."""


@city.command("new")
@click.argument("name")
@click.option(
    "--from", "file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--profile", required=True)
@click.option("--cells", type=click.IntRange(1, 100_000), default=CELLS)
def city_new(name: str, file: Path, profile: str, cells: int) -> None:
    """Make a city pack out of a case file."""
    click.echo(make_pack(name, file, load_profile(profile), CITIES, cells))


for command in (back_up_city, restore_city, token):
    cli.add_command(command)


def _demo_start(pack: City) -> datetime:
    today = pack.local(system_clock()).date()
    return pack.instant(datetime.combine(today, DEMO_BEGINS))


def _demo(pack: City, clock: Clock) -> Feeder:
    seed = int(pack.day.get("seed", 0))
    return Feeder(
        "simulated day", lambda: simulated_plan(pack, clock(), seed), clock, simulated=True
    )


def _serve(
    settings: Settings, pack: City, clock: Clock, sources: Sequence[Source],
    certificate: str | None, key: str | None, *, played: bool,
) -> None:  # fmt: skip
    if (certificate is None) != (key is None):
        raise SettingsError("--certificate and --key belong together")
    refuse_public(settings, accounts=False, certificate=certificate is not None)
    os.umask(OWNER_ONLY)
    with listening(settings) as door:
        if played:
            fresh_database(settings.database_path)
        app = create_app(settings, city=pack, clock=clock, sources=sources)
        pair = (certificate, key) if certificate and key else None
        serve(app, door, certificate=pair, say=click.echo)


def _told(result: ImportResult) -> None:
    click.echo(result.as_json())
    click.echo("\n".join(result.reasons), err=True, nl=bool(result.reasons))


def run(arguments: Sequence[str]) -> int:
    """Do one command: 0 good, 1 the check found something, 2 unusable input, said in a sentence."""
    try:
        done = cli.main(args=list(arguments), prog_name="citysense", standalone_mode=False)
    except click.ClickException as wrong:
        click.echo(wrong.format_message(), err=True)
        return 2
    except SAID as wrong:
        click.echo(str(wrong), err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 2
    return done if isinstance(done, int) else 0


def main() -> None:
    """The program `citysense`."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
