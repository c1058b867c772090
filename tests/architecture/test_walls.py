"""The project as it stands keeps every rule."""

from collections.abc import Iterable

import pytest

from tests.architecture import rules, shapes
from tests.architecture.rules import Rule
from tests.architecture.tree import ROOT, python_files, sql_files, text, texts

ROOMS = ("pipelines", "dashboards", "pipelines/casework", "pipelines/sources", "dashboards/panels")


def broken(rule: Rule, paths: Iterable[str]) -> list[str]:
    return [sentence for path in paths for sentence in rule(path, text(path))]


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_every_python_file_keeps_to_its_room(rule: Rule) -> None:
    assert broken(rule, python_files()) == []


@pytest.mark.parametrize("rule", shapes.PYTHON_SHAPES, ids=lambda rule: rule.__name__)
def test_every_python_file_has_its_shape(rule: Rule) -> None:
    assert broken(rule, python_files()) == []


@pytest.mark.parametrize("rule", shapes.SQL_SHAPES, ids=lambda rule: rule.__name__)
def test_every_sql_file_has_its_shape(rule: Rule) -> None:
    assert broken(rule, sql_files()) == []


@pytest.mark.parametrize("rule", shapes.TEXT_SHAPES, ids=lambda rule: rule.__name__)
def test_no_file_names_a_machine_or_a_registry(rule: Rule) -> None:
    assert broken(rule, texts()) == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_it_is_for(room: str) -> None:
    assert text(f"{room}/__init__.py").startswith('"""')


def test_lock_files_give_a_hash_for_every_package() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        packages = [line for line in text(lock).splitlines() if "==" in line]
        assert packages
        assert [line for line in packages if not line.endswith("\\")] == []


def test_the_tools_are_locked_in_the_same_versions_as_the_server() -> None:
    server = {line for line in text("requirements.lock").splitlines() if "==" in line}
    tools = {line for line in text("requirements-dev.lock").splitlines() if "==" in line}
    assert server - tools == set()


def test_ci_runs_the_tests_and_can_be_run() -> None:
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    assert "make --no-print-directory test" in text(".ci/run")
