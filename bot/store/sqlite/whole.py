"""Python's own driver, with statements that have all rows once they are executed: nothing fails later."""

import sqlite3
from collections.abc import Iterator
from typing import Any, Self


class Whole(sqlite3.Connection):
    """A connection with such statements; a factory for `sqlite3.connect`."""

    def cursor(self, factory: Any = None) -> Any:
        """What executes one."""
        return super().cursor(factory or _Cursor)


class _Cursor(sqlite3.Cursor):
    _rows: Iterator[Any] = iter(())

    def execute(self, sql: str, parameters: Any = (), /) -> Self:
        super().execute(sql, parameters)
        self._rows = iter(super().fetchall())
        return self

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        return list(self._rows)
