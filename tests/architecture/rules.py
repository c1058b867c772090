"""Each rule is a function from a path and its source to the sentences it has against them."""

import ast
import re
from collections.abc import Callable, Iterator

from tests.architecture.tree import imports, under

Rule = Callable[[str, str], Iterator[str]]

SCREEN = ("dash", "flask", "plotly", "folium", "socketio", "flask_socketio", "dashboards")
OWN = ("pipelines", "dashboards", "app")
PACK = ("pipelines.event", "pipelines.fields", "pipelines.city", "pipelines.citytypes")
MAY = {
    "pipelines/casework/": (*PACK, "pipelines.casework"),
    "pipelines/sources/": (*PACK, "pipelines.casework", "pipelines.sources"),
    "dashboards/panels/": (
        "dashboards.theme",
        "dashboards.i18n",
        "dashboards.snapshot",
        "dashboards.panels",
        "pipelines",
    ),
}
IO = (
    "dash",
    "flask",
    "io",
    "os",
    "pathlib",
    "socket",
    "subprocess",
    "tempfile",
    "urllib",
    "requests",
)
IO_CALLS = {"open", "read_text", "write_text", "read_bytes", "write_bytes", "callback"}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
CLOCKS |= {("time", "time"), ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime")}
SQL_TEXT = re.compile(
    r"\s*(?:select\s.+\sfrom\s|with\s+\w+\s+as\s*\(|insert\s+into\s|delete\s+from\s"
    r"|update\s+\w+\s+set\s|create\s+(?:or\s+replace\s+)?(?:table|view)\s)",
    re.DOTALL,
)
AT_IMPORT = {"callback", "clientside_callback", "register_page"}


def rooms(path: str, source: str) -> Iterator[str]:
    """The walls between the rooms: who may import whom."""
    for name in imports(source):
        if name.startswith("."):
            yield f"{path} imports {name}; whole names only"
        if path.startswith("pipelines/") and under(name, *SCREEN):
            yield f"{path} imports {name}; pipelines knows nothing of screens"
        if under(name, "duckdb") and path.startswith(OWN) and path != "pipelines/store.py":
            yield f"{path} imports {name}; only pipelines/store.py does"
        for room, allowed in MAY.items():
            if path.startswith(room) and under(name, *OWN) and not under(name, *allowed):
                yield f"{path} imports {name}, which is not for {room}"


def the_clock_is_given(path: str, source: str) -> Iterator[str]:
    """Nothing in pipelines asks the machine for the time, except the clock."""
    if not path.startswith("pipelines/") or path == "pipelines/clock.py":
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and (_last_name(node.value), node.attr) in CLOCKS:
            yield f"{path}, line {node.lineno}: {ast.unparse(node)}; ask the clock that is given"
    for name in imports(source):
        if tuple(name.rsplit(".", 1)) in CLOCKS:
            yield f"{path} imports {name}; ask the clock that is given"


def no_sql_on_screens(path: str, source: str) -> Iterator[str]:
    """Dashboards hold no SQL, not even in a string."""
    if not path.startswith("dashboards/"):
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_sql(node.value):
            yield f"{path}, line {node.lineno}: SQL; a query belongs to pipelines/sql"


def panels_are_pure(path: str, source: str) -> Iterator[str]:
    """A panel reads its snapshot and nothing else."""
    if not path.startswith("dashboards/panels/"):
        return
    for name in imports(source):
        if under(name, *IO):
            yield f"{path} imports {name}; a panel does no I/O and has no callbacks"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _last_name(node.func) in IO_CALLS:
            yield f"{path}, line {node.lineno}: {ast.unparse(node.func)}(); a panel is pure"


def nothing_registers_at_import(path: str, source: str) -> Iterator[str]:
    """A second app in the process would lose a callback that was registered at import."""
    if not path.startswith("dashboards/"):
        return
    for node in _at_import(ast.parse(source)):
        if isinstance(node, ast.Call | ast.Name | ast.Attribute):
            target = node.func if isinstance(node, ast.Call) else node
            if _last_name(target) in AT_IMPORT:
                yield f"{path}, line {node.lineno}: {_last_name(target)} runs at import"


def no_sleep(path: str, source: str) -> Iterator[str]:
    """Tests inject clocks; none waits for the machine's."""
    if not path.startswith("tests/"):
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _last_name(node.func) == "sleep":
            yield f"{path}, line {node.lineno}: sleep; inject a clock or wait for the thing itself"


def _is_sql(words: str) -> bool:
    """In one case throughout: a sentence may begin with Select."""
    return any(SQL_TEXT.match(same) for same in (words, words.swapcase()))


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when the module is imported: all but the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in child.decorator_list:
                yield from ast.walk(decorator)
        elif not isinstance(child, ast.Lambda | ast.ImportFrom | ast.Import):
            yield child
            yield from _at_import(child)


RULES: tuple[Rule, ...] = (
    rooms,
    the_clock_is_given,
    no_sql_on_screens,
    panels_are_pure,
    nothing_registers_at_import,
    no_sleep,
)
