"""Each recipe of CONTRIBUTING.md, done as it is written, works and costs what its heading says."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import rules, shapes
from tests.house.recipes import Recipe, apply, copy_project, cost, recipes, texts
from tests.house.running import command, serving, until, write_cases

NAMES = ("a metric", "a panel", "a page", "a source of events", "a city")
Made = Callable[[str], Path]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """A copy of the project after one recipe."""

    def make(name: str) -> Path:
        project = copy_project(tmp_path / "project")
        apply(recipes()[name], project)
        return project

    return make


@pytest.fixture
def cases(tmp_path: Path) -> str:
    """The option of `serve` that feeds it the morning's two cases."""
    return f"lines={write_cases(tmp_path / 'cases.ndjson')}"


def test_every_recipe_with_an_example_is_done_here() -> None:
    assert {name for name, recipe in recipes().items() if recipe.steps} == set(NAMES)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (("app.py", "", "x"), "app.py exists already"),
        (("apps.py", ", at its end", "x"), "apps.py does not exist"),
        (("app.py", ", a line below `nowhere`", "x"), "app.py has no line that ends with nowhere"),
        (("app.py", ", somewhere", "x"), "'somewhere' is no way"),
    ],
)
def test_a_step_that_does_not_fit_the_project_says_so(
    step: tuple[str, str, str], said: str, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text("here\n", "utf-8")
    with pytest.raises(AssertionError, match=said):
        apply(Recipe(cost="one file", steps=(step,)), tmp_path)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ({"a/x": "1\n", "a/y": "new"}, "one file"),
        ({"a/x": "1\n2\n"}, "one file"),
        ({"a/x": "1\n2\n", "a/y": "new"}, "one file and one line"),
        ({"a/x": "1\n2\n3\n", "a/y": "new"}, "1 new, 1 changed"),
        ({"a/x": "1\n", "b/y": "new", "b/z": "new"}, "one folder"),
        ({"a/x": "1\n", "b/y": "new", "c/z": "new"}, "2 new, 0 changed"),
        ({"a/x": "1\n", "a/y": "new", "a/z": "new"}, "2 new, 0 changed"),
    ],
)
def test_the_cost_is_counted_in_files_and_lines(after: dict[str, str], said: str) -> None:
    assert cost({"a/x": "1\n"}, after) == said


@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_costs_what_it_says_and_keeps_the_rules_of_the_house(
    name: str, tmp_path: Path
) -> None:
    recipe, project = recipes()[name], copy_project(tmp_path / "project")
    before = texts(project)
    apply(recipe, project)
    after = texts(project)
    assert cost(before, after) == recipe.cost
    python = [path for path, _, _ in recipe.steps if path.endswith(".py")]
    every = (*rules.RULES, *shapes.PYTHON_SHAPES)
    assert [wrong for path in python for rule in every for wrong in rule(path, after[path])] == []
    for tool in (["check"], ["format", "--check"]) if python else ():
        line = [sys.executable, "-m", "ruff", *tool, "--no-cache", *python]
        done = subprocess.run(line, cwd=project, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_a_metric_answers_over_the_api_and_stands_in_the_catalogue(made: Made, cases: str) -> None:
    with serving(made("a metric"), "--source", cases) as get:
        asked = "/api/v1/metrics?keys=urged_rate,reported"
        _, reported = until(
            lambda: json.loads(get(asked))["metrics"], lambda found: found[1]["value"] == 2
        )
        rate = json.loads(get(asked))["metrics"][0]
        assert (rate["value"], rate["numerator"], rate["denominator"]) == (50, 1, 2)
        assert (rate["title"], reported["value"]) == ("催办率", 2)
        declared = json.loads(get("/api/v1/catalogue"))["metrics"]
        assert [one["help"]["en"] for one in declared if one["key"] == "urged_rate"]
        for page, said in (("/catalogue", "催办数 ÷ 上报数"), ("/catalogue?lang=en", "urged ÷")):
            assert 'id="urged_rate"' in get(page)
            assert said in get(page)


def test_a_panel_is_in_the_frames_of_its_scene_and_drawn_on_its_page(
    made: Made, cases: str
) -> None:
    with serving(made("a panel"), "--source", cases) as get:
        drawn = until(
            lambda: json.loads(get("/api/v1/snapshot?scene=health"))["panels"]["urging"],
            lambda panel: '"data-value": "1"' in json.dumps(panel),
        )
        assert drawn["state"] == "live"
        number = r'data-metric="urged" data-value="1" data-as-of="2026-07-15T01:0'
        for page, title in (("/health", "今日件已催办"), ("/health?lang=en", "Urged, of today's")):
            assert 'data-panel="urging"' in get(page)
            assert title in get(page)
            assert re.search(number, get(page))


def test_a_page_is_served_and_listed_on_the_first_page(made: Made) -> None:
    with serving(made("a page")) as get:
        for query, title in (("", "承办部门"), ("?lang=en", "Departments")):
            assert f"<h1>{title}</h1>" in get(f"/roster{query}")
            first = get(f"/{query}")
            assert len(re.findall(rf'<a[^>]* href="/roster{re.escape(query)}"', first)) == 2
            assert title in first


def test_a_source_is_imported_once_and_asked_by_a_running_server(
    made: Made, tmp_path: Path
) -> None:
    project, file = made("a source of events"), tmp_path / "rain.csv"
    file.write_text(
        "station,time,mm\nBeitang,2026-07-15T00:50:00Z,3.5\nBeitang,2026-07-15T00:55:00Z,4"
    )
    line = ("import", str(file), "--source", "gauges", "--database", str(tmp_path / "a.duckdb"))
    said = [command(project, *line) for _ in range(2)]
    assert [code for code, _ in said] == [0, 0]
    first, again = (json.loads(text.splitlines()[0]) for _, text in said)
    assert first == {"read": 2, "events": 2, "accepted": 2, "duplicate": 0, "rejected": 0}
    assert (again["accepted"], again["duplicate"]) == (0, 2)
    with serving(project, "--source", f"gauges={file}") as get:
        page = until(lambda: get("/health"), lambda text: "gauges" in text)
        assert "gauges" in page


def test_a_city_passes_the_check_and_is_served_from_any_folder(made: Made, tmp_path: Path) -> None:
    project = made("a city")
    code, said = command(project, "check", "--city", "harbour", "--database", ":memory:")
    assert (code, said.splitlines()[-1]) == (0, "all is well")
    with serving(project, "--city", "harbour") as get:
        assert 'data-city="harbour"' in get("/wall")
        assert all("港城" in get(page) for page in ("/", "/map", "/catalogue", "/health"))
        assert "market" in get("/map/base.js")
    elsewhere = shutil.move(project / "data" / "cities" / "harbour", tmp_path / "harbour")
    with serving(project, "--city", str(elsewhere)) as get:
        assert "Harbour" in get("/?lang=en")
