"""The one place that speaks to DuckDB: opens and migrates a file, runs named SQL, transacts.

Times are UTC `TIMESTAMP`s without a zone: the city's zone is applied where a question is asked.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.limits import joined
from pipelines.shut import first_line, why_closed

SQL = Path(__file__).parent / "sql"
COPY = "citysense_copy"
UNWRITTEN = "the database could not be written: "


class StoreError(Exception):
    """The database cannot be used; the message is the sentence for its user."""


class ReadTooLong(StoreError):
    """A read was ended because its time was up."""


class Cursor:
    """One reader or writer of the store: runs statements and named files."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._limit = joined(connection)

    def execute(self, sql: str, parameters: Mapping[str, object] | None = None) -> None:
        self._execute(sql, dict(parameters or {}))

    def _execute(self, statement: str | duckdb.Statement, parameters: dict[str, object]) -> None:
        try:
            with self._in_time():
                self._connection.execute(statement, parameters)
        except (duckdb.IOException, duckdb.FatalException) as wrong:
            raise StoreError(f"{UNWRITTEN}{first_line(wrong)}") from wrong

    def run(self, name: str, **parameters: object) -> "Cursor":
        """Run each statement of `sql/<name>.sql` with the parameters it names, times as UTC."""
        for statement, names in _statements(name):
            self._execute(statement, {key: _naive(parameters[key]) for key in names})
        return self

    def rows(self, name: str, **parameters: object) -> list[tuple[Any, ...]]:
        """The rows of the last statement of a named file."""
        self.run(name, **parameters)
        with self._in_time():
            return self._connection.fetchall()

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        """ReadTooLong where the read's time is up, before a statement or amid it."""
        if self._limit and self._limit.over:
            raise ReadTooLong(str(self._limit))
        try:
            yield
        except duckdb.InterruptException as wrong:
            raise ReadTooLong(str(self._limit)) from wrong

    def records(self, name: str, **parameters: object) -> list[dict[str, Any]]:
        """The rows of a named file as dicts by column name; times aware, UTC."""
        rows = self.rows(name, **parameters)
        names = [column[0] for column in self._connection.description or ()]
        return [dict(zip(names, map(_aware, row), strict=True)) for row in rows]

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Append rows to a table, all in one statement."""
        if not rows:
            return
        lists = zip(*(map(_naive, row) for row in rows), strict=True)
        given = pa.table(dict(zip(columns, map(pa.array, map(list, lists)), strict=True)))
        self._connection.register("given_rows", given)
        try:
            self.execute(f"insert into {table} ({', '.join(columns)}) from given_rows")
        finally:
            self._connection.unregister("given_rows")

    def arrays(self, name: str, **parameters: object) -> dict[str, Any]:
        """The columns of a named file's rows, as numpy arrays by name."""
        self.run(name, **parameters)
        with self._in_time():
            return self._connection.fetchnumpy()

    @contextmanager
    def transaction(self) -> Iterator["Cursor"]:
        """All of what is done inside, or nothing of it; durable when it is left."""
        self.execute("begin transaction")
        try:
            yield self
            self._commit()
        except BaseException:
            self._roll_back()
            raise

    def _commit(self) -> None:
        try:
            self._connection.execute("commit")
        except duckdb.Error as wrong:
            raise StoreError(f"{UNWRITTEN}{first_line(wrong)}") from wrong

    def _roll_back(self) -> None:
        try:
            self._connection.execute("rollback")
        except duckdb.FatalException:
            return
        except duckdb.Error as wrong:
            if "no transaction" not in str(wrong).lower():
                raise

    def close(self) -> None:
        if self._limit:
            self._limit.drop(self._connection)
        self._connection.close()


class Store:
    """The database of one city. `path` is a file or ":memory:"; StoreError says why it is shut.

    Its shape is brought up to date unless `migrate` is False, as for a copy of what is there.
    """

    def __init__(self, path: Path | str = ":memory:", *, migrate: bool = True) -> None:
        self.path = str(path)
        try:
            if self.path != ":memory:":
                Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            self._open()
            if migrate:
                self._migrate()
        except (duckdb.Error, OSError) as wrong:
            raise StoreError(why_closed(self.path, wrong)) from wrong

    def _open(self) -> None:
        self._connection = duckdb.connect(
            self.path,
            config={"autoinstall_known_extensions": "false", "threads": str(_workers())},
        )
        self._connection.execute("set TimeZone = 'UTC'")
        self._connection.execute("set parquet_metadata_cache = true")
        self.writer = Cursor(self._connection)

    def mend(self) -> None:
        """Open the file again where the database gave itself up, as on a disk that filled amid
        a checkpoint; StoreError while that does not help."""
        try:
            self._connection.execute("select 1")
        except duckdb.FatalException:
            self._connection.close()
            try:
                self._open()
            except duckdb.Error as wrong:
                raise StoreError(why_closed(self.path, wrong)) from wrong

    def cursor(self) -> Cursor:
        """A cursor of its own for a reader: each statement sees the last committed state."""
        return Cursor(self._connection.cursor())

    @contextmanager
    def reading(self) -> Iterator[Cursor]:
        """A cursor all of whose statements see one committed state; its temp tables end with it."""
        cursor = self.cursor()
        try:
            cursor.execute("begin transaction")
            yield cursor
        finally:
            cursor.close()

    @contextmanager
    def copied(self, path: Path) -> Iterator[Cursor]:
        """Copy the committed state to a new file while ticks go on; the cursor reads that state.

        StoreError; the file is whole, without a write-ahead log, when this is left.
        """
        cursor = self.cursor()
        try:
            own, copy = cursor.rows("queries/own_name")[0][0], f"{COPY}_{id(cursor)}"
            cursor.execute(
                f"attach $path as {copy} (recovery_mode no_wal_writes)", {"path": str(path)}
            )
            try:
                with cursor.transaction():
                    cursor.execute(f"copy from database {own} to {copy}")
                    yield cursor
            finally:
                cursor.execute(f"detach {copy}")
        finally:
            cursor.close()

    def _migrate(self) -> None:
        self.writer.execute("create table if not exists migration (name varchar not null)")
        self._connection.execute("select name from migration")
        done = {row[0] for row in self._connection.fetchall()}
        files = schema_names()
        unknown = done - set(files)
        if unknown:
            raise StoreError(f"{self.path} was written by a newer citysense ({max(unknown)})")
        for name in files:
            if name not in done:
                with self.writer.transaction() as cursor:
                    cursor.run(f"schema/{name}")
                    cursor.execute("insert into migration values ($name)", {"name": name})

    def close(self) -> None:
        self._connection.close()


def schema_names() -> list[str]:
    """The migrations that this citysense knows, in their order."""
    return sorted(path.stem for path in (SQL / "schema").glob("*.sql"))


def _workers() -> int:
    """Half the machine for one statement: ticks and reads run beside each other."""
    return max(1, (os.cpu_count() or 2) // 2)


@cache
def _statements(name: str) -> tuple[tuple[duckdb.Statement, tuple[str, ...]], ...]:
    """The statements of a file, parsed once: of a small tick that would be a fifth."""
    return tuple(
        (statement, tuple(sorted(statement.named_parameters)))
        for statement in duckdb.extract_statements(sql_text(name))
    )


def sql_text(name: str) -> str:
    """The text of `sql/<name>.sql`."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def _naive(value: object) -> object:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def _aware(value: object) -> object:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
