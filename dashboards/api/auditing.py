"""Every audit query of the database: each file of `sql/checks` returns the rows that are bad."""

from pipelines.engine import Engine
from pipelines.store import SQL

COMPARES = "derived_equals_rebuild"


def audit(engine: Engine) -> list[str]:
    """One sentence a finding; the comparison with a rebuild is `engine.verify`."""
    findings = []
    for path in sorted((SQL / "checks").glob("*.sql")):
        if path.stem != COMPARES:
            findings += _bad_rows(engine, path.stem)
    return findings + engine.verify()


def _bad_rows(engine: Engine, name: str) -> list[str]:
    cursor = engine.store.cursor()
    try:
        return [f"{name}: {row}" for row in cursor.rows(f"checks/{name}")]
    finally:
        cursor.close()
