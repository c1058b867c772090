"""Reads a peer's SQL from the files beside it."""

from pathlib import Path

HERE = Path(__file__).parent / "sql"


def read_sql(name: str) -> str:
    """The text of one file."""
    return (HERE / f"{name}.sql").read_text("utf-8")


def statements(name: str) -> list[str]:
    """The statements of one file, for libraries that take one at a time."""
    return [part for part in read_sql(name).split(";\n") if part.strip()]
