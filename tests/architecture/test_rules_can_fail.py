"""Every rule finds what it is there to find, and lets its honest neighbour pass."""

import pytest

from tests.architecture import rules, shapes
from tests.architecture.rules import Rule

HEADER = "-- name:    a\n-- grain:   one row\n-- from:    b\n-- answers: why\n"
PANEL, PAGE = "dashboards/panels/ring.py", "dashboards/pages/desk.py"
CASEWORK, SOURCE = "pipelines/casework/a.py", "pipelines/sources/a.py"
LONG_FUNCTION = "def long():\n" + "    print()\n" * 60

BAD: list[tuple[Rule, str, str]] = [
    (rules.rooms, "pipelines/a.py", "import dash"),
    (rules.rooms, "pipelines/a.py", "from flask import request"),
    (rules.rooms, "pipelines/a.py", "def f():\n    import dashboards.theme"),
    (rules.rooms, "pipelines/engine.py", "import duckdb"),
    (rules.rooms, "dashboards/a.py", "from duckdb import connect"),
    (rules.rooms, CASEWORK, "from pipelines.store import Store"),
    (rules.rooms, CASEWORK, "from pipelines import store"),
    (rules.rooms, SOURCE, "import pipelines.engine"),
    (rules.rooms, PANEL, "from dashboards.pages import wall"),
    (rules.rooms, "dashboards/a.py", "from . import theme"),
    (rules.the_clock_is_given, "pipelines/a.py", "from datetime import datetime\ndatetime.now()"),
    (rules.the_clock_is_given, "pipelines/a.py", "import datetime as d\nd.datetime.utcnow()"),
    (rules.the_clock_is_given, "pipelines/a.py", "import time\nnow = time.time"),
    (rules.the_clock_is_given, "pipelines/a.py", "from time import time"),
    (rules.no_sql_on_screens, PAGE, 'q = "select count(*) from cases"'),
    (rules.no_sql_on_screens, PAGE, 'q = "SELECT a\\n FROM cases"'),
    (rules.no_sql_on_screens, PAGE, 'q = "delete from cases"'),
    (rules.panels_are_pure, PANEL, "from pathlib import Path"),
    (rules.panels_are_pure, PANEL, "open('a')"),
    (rules.panels_are_pure, PANEL, "@app.callback()\ndef f(): ..."),
    (rules.nothing_registers_at_import, PAGE, "@callback(1)\ndef f(): ..."),
    (rules.nothing_registers_at_import, PAGE, "import dash\ndash.register_page(__name__)"),
    (rules.nothing_registers_at_import, PAGE, "if True:\n    clientside_callback('x')"),
    (rules.no_sleep, "tests/test_a.py", "import time\ntime.sleep(1)"),
    (shapes.module_says_why, "pipelines/a.py", "A = 1"),
    (shapes.lengths, "pipelines/a.py", "A = 1\n" * 251),
    (shapes.lengths, "pipelines/a.py", LONG_FUNCTION),
    (shapes.sql_is_quiet, "a.sql", "select 1"),
    (shapes.sql_is_quiet, "a.sql", HEADER + "SELECT 1"),
    (shapes.sql_is_quiet, "a.sql", HEADER + "select 1\n" * 250),
    (shapes.no_machine, "a.md", "see /" + "work/main"),
    (shapes.no_machine, "a.lock", "--index" + "-url x"),
    (shapes.locks_hold_no_address, "package-lock.json", '"url": "https:' + '//a.example"'),
]

GOOD: list[tuple[Rule, str, str]] = [
    (rules.rooms, "pipelines/store.py", "import duckdb"),
    (rules.rooms, PANEL, "from pipelines.reads import Waiting"),
    (rules.rooms, CASEWORK, "from pipelines.city import City"),
    (rules.the_clock_is_given, "pipelines/a.py", "def f(clock):\n    return clock()"),
    (rules.the_clock_is_given, "pipelines/clock.py", "datetime.now(UTC)"),
    (rules.no_sql_on_screens, PAGE, '"Select a place from the list"[:0]'),
    (rules.panels_are_pure, PAGE, "from pathlib import Path"),
    (rules.nothing_registers_at_import, PAGE, "def register(app, c):\n    app.callback(1)(f)"),
    (shapes.sql_is_quiet, "a.sql", HEADER + "select 'OR' as word -- AND more"),
    (shapes.lengths, "pipelines/a.py", "def short():\n" + "    print()\n" * 59),
]


@pytest.mark.parametrize(("rule", "path", "source"), BAD)
def test_a_bad_source_is_told_what_is_wrong_with_it(rule: Rule, path: str, source: str) -> None:
    assert [sentence for sentence in rule(path, source) if sentence.startswith(path)]


@pytest.mark.parametrize(("rule", "path", "source"), GOOD)
def test_an_honest_source_passes(rule: Rule, path: str, source: str) -> None:
    assert list(rule(path, source)) == []


def test_every_rule_has_a_bad_example() -> None:
    every = {*rules.RULES, *shapes.PYTHON_SHAPES, *shapes.SQL_SHAPES, *shapes.TEXT_SHAPES}
    assert every == {rule for rule, _, _ in BAD}
