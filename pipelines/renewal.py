"""Which edition of the models the derived tables were made by, and their shape laid anew.

Where the models differ from the ones remembered, everything derived is made again from the log:
shape, macros and content, in the transaction that remembers the new edition. The log stays.
"""

import hashlib
import re
from collections.abc import Iterator
from functools import cache

from pipelines.store import SQL, Cursor, Store, schema_names

DERIVED = ("cases", "restless", "call", "shift", "position", "place", "rollup", "bin")
_MACRO = re.compile(r"^create (?:or replace )?(macro (\w+).*?;)[ \t]*$", re.DOTALL | re.MULTILINE)
_SHAPES = re.compile(
    rf"\b(?:create|alter|drop) table (?:if (?:not )?exists )?(?:{'|'.join(DERIVED)})\b|\bmacro\b"
)


@cache
def models_digest() -> str:
    """sha256 over what makes derived tables: the models, and the migrations that shape them."""
    digest = hashlib.sha256()
    models = sorted((SQL / "models").glob("*.sql"))
    for text in [*(path.read_text("utf-8") for path in models), *_shaping()]:
        digest.update(text.encode())
    return digest.hexdigest()


def lay_shape(cursor: Cursor) -> None:
    """Give derived tables and macros the shape that a new database has; a table of another shape
    is emptied, so all must be derived anew in the same transaction."""
    kept = dict(cursor.rows("queries/table_shapes", tables=list(DERIVED)))
    for table, statement in _new_shapes():
        if kept.get(table) != statement:
            cursor.execute(f"drop table if exists {table}")
            cursor.execute(statement)
    macros = {}
    for text in _shaping():
        macros |= {name: macro for macro, name in _MACRO.findall(text)}
    for macro in macros.values():
        cursor.execute(f"create or replace {macro}")


def _shaping() -> Iterator[str]:
    for name in schema_names():
        text = (SQL / "schema" / f"{name}.sql").read_text("utf-8")
        if _SHAPES.search(text):
            yield text


@cache
def _new_shapes() -> tuple[tuple[str, str], ...]:
    store = Store(":memory:")
    try:
        rows = store.cursor().rows("queries/table_shapes", tables=list(DERIVED))
    finally:
        store.close()
    return tuple((table, statement) for table, statement in rows)
