"""Every audit query of the database, as sentences: what `check` prints."""

from datetime import datetime

from pipelines.checks import check_names, run_checks
from pipelines.engine import Engine
from pipelines.moment import Moment, lay_whole


def audit(engine: Engine, now: datetime) -> list[str]:
    """One sentence a finding: damaged files, or else bad rows, and what a rebuild would change."""
    today = engine.city.day_bounds(engine.city.day_of(now))[0]
    with engine.store.reading() as cursor:
        damages = engine.sealed.damages(cursor)
        if damages:
            return damages
        lay_whole(engine, cursor, Moment(as_of=now))
        found = run_checks(cursor, engine.city, now, today, check_names())
    bad = [check for check in found if check["bad_rows"]]
    return [
        f"{check['name']}: {check['bad_rows']} bad rows ({check['answers']}), "
        f"such as {'; '.join(check['examples'])}"
        for check in bad
    ] + engine.verify()
