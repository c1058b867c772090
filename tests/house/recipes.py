"""Reads the recipes out of CONTRIBUTING.md and does them on a copy of the project.

A step is a sentence that begins with a path, ends with a colon and stands before a fenced block:
the block is a new file of that path, or goes `at its end`, or in `a line below` a text in it.
"""

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.tree import ROOT, tracked

_STEP = re.compile(r"^`([^`\n]+)`([^\n]*):\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BELOW = re.compile(r"a line below `(.+)`")
LINKED = ("assets/vendor", "node_modules")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One thing that can be added: what it is said to cost, and its steps (path, how, text)."""

    cost: str
    steps: tuple[tuple[str, str, str], ...]


def recipes() -> Mapping[str, Recipe]:
    """Every recipe by its heading: `a panel` costs `one file and one line`."""
    found = {}
    for part in (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("\n## …")[1:]:
        name, _, cost = part.partition("\n")[0].partition(": ")
        steps = tuple((path, how, text) for path, how, text in _STEP.findall(part))
        found[name] = Recipe(cost=cost, steps=steps)
    return found


def copy_project(folder: Path) -> Path:
    """Everything that git knows or would take, and links to what npm made."""
    for path in tracked():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, target)
    for made in LINKED:
        if (ROOT / made).exists():
            (folder / made).symlink_to(ROOT / made, target_is_directory=True)
    return folder


def apply(recipe: Recipe, project: Path) -> None:
    """Do each step; AssertionError where one does not fit the project."""
    for path, how, text in recipe.steps:
        target = project / path
        before = target.read_text("utf-8") if target.exists() else None
        target.parent.mkdir(exist_ok=True)
        target.write_text(_after(before, how.strip(", "), text, path), "utf-8")


def _after(before: str | None, how: str, text: str, path: str) -> str:
    if not how:
        assert before is None, f"{path} exists already"
        return text
    assert before is not None, f"{path} does not exist"
    if how == "at its end":
        return f"{before}\n{text}"
    below = _BELOW.fullmatch(how)
    assert below, f"{path}: {how!r} is no way to change a file"
    head, found, tail = before.partition(f"{below[1]}\n")
    assert found, f"{path} has no line that ends with {below[1]}"
    return head + found + text + tail


def cost(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """What was done, in the words of a recipe's heading."""
    new = sorted(after.keys() - before.keys())
    changed = [path for path in before if after.get(path) != before[path]]
    lines = sum(len(after[path].splitlines()) - len(before[path].splitlines()) for path in changed)
    folders = {str(Path(path).parent) for path in new}
    old = {str(Path(path).parent) for path in before}
    if len(new) > 1 and not changed and len(folders - old) == len(folders) == 1:
        return "one folder"
    if (len(new), len(changed), lines) == (1, 1, 1):
        return "one file and one line"
    return "one file" if len(new) + len(changed) == 1 else f"{len(new)} new, {len(changed)} changed"


def texts(project: Path) -> Mapping[str, str]:
    """Every own file of a project by its path, whatever is linked left out."""
    found = {}
    for folder, folders, names in os.walk(project):
        folders[:] = [name for name in folders if not Path(folder, name).is_symlink()]
        for name in names:
            path = Path(folder, name)
            found[str(path.relative_to(project))] = path.read_text("utf-8", errors="replace")
    return found
