"""The files that git knows or would take, with their texts, as what the rules look at."""

import ast
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE, WORDS = (".py", ".sql", ".js", ".css", ".html", ".sh", ""), (".md", ".csv", ".txt")
TEXTS = {*CODE, *WORDS, ".toml", ".json", ".lock"}


@cache
def tracked() -> tuple[str, ...]:
    """Paths in the project, whatever is ignored left out."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(path for path in listed.split("\0") if path and (ROOT / path).is_file()))


@cache
def text(path: str) -> str:
    """The text of one file."""
    return (ROOT / path).read_text("utf-8")


def texts() -> Mapping[str, str]:
    """Every text file of the project."""
    return {path: text(path) for path in tracked() if Path(path).suffix in TEXTS}


def python_files() -> list[str]:
    """Every Python file of the project."""
    return [path for path in tracked() if path.endswith(".py")]


def sql_files() -> list[str]:
    """Every SQL file of the project."""
    return [path for path in tracked() if path.endswith(".sql")]


def imports(source: str) -> Iterator[str]:
    """Every module a source names in an import, wherever it stands; `from a import b` gives a.b."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{a.name}" for a in node.names)


def under(name: str, *packages: str) -> bool:
    """Whether a dotted name is one of these packages or inside one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)
