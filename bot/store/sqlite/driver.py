"""aiosqlite, with one trip to its thread for a statement instead of one for each thing done with it.

SQLAlchemy makes a cursor, executes, fetches and closes: four trips, and after each the transaction goes on
only when all else has had its turn on the event loop. Whoever wants to write waits for all of them.
"""

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, Self

import aiosqlite


def connect(file: str, **options: Any) -> aiosqlite.Connection:
    """A connection, not yet open; what `sqlite3.connect` takes."""
    connection = _Connection(lambda: sqlite3.connect(file, **options), iter_chunk_size=1)
    connection._thread.daemon = True  # noqa: SLF001 (SQLAlchemy wants it so: it must not keep a process)
    return connection


class _Connection(aiosqlite.Connection):
    def cursor(self) -> "_Cursor":  # type: ignore[override]
        return _Cursor(self)


class _Cursor(aiosqlite.Cursor):
    """Is made when it executes, and has all its rows then; nothing is left to close."""

    def __init__(self, connection: _Connection) -> None:
        self._conn = connection
        self._rows: list[Any] = []

    async def execute(self, sql: str, parameters: Any = ()) -> Self:
        await self._whole(lambda cursor: cursor.execute(sql, parameters))
        return self

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> Self:
        await self._whole(lambda cursor: cursor.executemany(sql, parameters))
        return self

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        pass

    async def _whole(self, begin: Callable[[sqlite3.Cursor], sqlite3.Cursor]) -> None:
        def run() -> None:
            self._cursor = begin(self._conn._conn.cursor())  # noqa: SLF001
            self._rows = self._cursor.fetchall()

        await self._execute(run)  # type: ignore[no-untyped-call]
