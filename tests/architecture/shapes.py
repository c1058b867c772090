"""The rules about how long, how named and how headed a file is; same shape as `rules`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.rules import Rule

LONGEST_FILE, LONGEST_FUNCTION = 250, 60
HEADER = re.compile(r"-- name: +\S.*\n-- grain: +\S.*\n-- from: +\S.*\n-- answers: +\S.*\n")
SHOUTED = re.compile(
    r"\b(SELECT|FROM|WHERE|WITH|AS|JOIN|ON|GROUP|ORDER|BY|HAVING|UNION|ALL|INSERT|INTO|VALUES|UPDATE"
    r"|SET|DELETE|MERGE|USING|WHEN|THEN|CREATE|TABLE|VIEW|MACRO|AND|OR|NOT|IN|IS|NULL|CASE|ELSE|END"
    r"|OVER|PARTITION|LIMIT|DISTINCT|EXISTS|BETWEEN)\b"
)
NOT_CODE = re.compile(r"--[^\n]*|'(?:[^']|'')*'|\"[^\"]*\"")
MACHINE = re.compile(r"/(?:work|root|home/\w+|Users/\w+|opt/\w+|tmp/bash)\b/")
REGISTRY = re.compile(
    r"registry[.]npmjs|files[.]pythonhosted|pypi[.]org|deb[.]debian|^\s*-{0,2}(?:extra-)?index-url\b",
    re.MULTILINE,
)
ADDRESS = re.compile(r"\b(?:https?|git\+\w+|file)://\S+|\"resolved\"")
LOCKS = ("requirements.lock", "requirements-dev.lock", "package-lock.json")


def module_says_why(path: str, source: str) -> Iterator[str]:
    """A module opens with 1 to 5 lines on why it exists (a blank one between them not counted)."""
    said = ast.get_docstring(ast.parse(source))
    if path.startswith("tests/") and Path(path).name == "__init__.py" and not source.strip():
        return
    if not said:
        yield f"{path}: no module docstring"


def lengths(path: str, source: str) -> Iterator[str]:
    """Files and functions end before they need scrolling."""
    if (lines := len(source.splitlines())) > LONGEST_FILE:
        yield f"{path}: {lines} lines; {LONGEST_FILE} are the end"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{path}: {node.name} has {length} lines; {LONGEST_FUNCTION} are the end"


def sql_is_quiet(path: str, source: str) -> Iterator[str]:
    """SQL has its header, is in lower case and short."""
    if not HEADER.match(source):
        yield f"{path}: the header is -- name, -- grain, -- from, -- answers"
    if (lines := len(source.splitlines())) > LONGEST_FILE:
        yield f"{path}: {lines} lines; {LONGEST_FILE} are the end"
    if found := SHOUTED.search(NOT_CODE.sub("", source)):
        yield f"{path}: {found[0]}; keywords are in lower case"


def no_machine(path: str, source: str) -> Iterator[str]:
    """Nothing names the machine it was written on or a registry's host."""
    for pattern in (MACHINE, REGISTRY):
        if found := pattern.search(source):
            yield f"{path}: {found[0]}"


def locks_hold_no_address(path: str, source: str) -> Iterator[str]:
    """A lock file names versions and hashes; where they come from is the reader's business."""
    if path in LOCKS and (found := ADDRESS.search(source)):
        yield f"{path}: {found[0]}"


PYTHON_SHAPES: tuple[Rule, ...] = (module_says_why, lengths)
SQL_SHAPES: tuple[Rule, ...] = (sql_is_quiet,)
TEXT_SHAPES: tuple[Rule, ...] = (no_machine, locks_hold_no_address)
