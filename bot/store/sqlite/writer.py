"""The one connection that writes: SQLAlchemy's, in the thread of aiosqlite's.

SQLAlchemy's own bridge to aiosqlite goes there four times for a statement, and whoever wants to write
waits for all of them; it also loads the whole of SQLAlchemy's ORM, which nothing here uses.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Self, TypeVar

import aiosqlite
from sqlalchemy import Connection, Engine, Executable, Result

from bot.store.connection import Executes, Parameters

T = TypeVar("T")


class Writer(Executes):
    """One transaction after the other; each statement is one trip to the thread. Connects at first use.

    The engine must not keep connections, and its driver must have all rows at once, as `Whole` has. What goes
    wrong is raised as SQLAlchemy raises it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread: aiosqlite.Connection | None = None
        self._connection: Connection

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Self]:
        """A transaction: saved at the end, undone by any error.

        What the thread does is not cut off: its statement ends before whoever was cancelled goes on.
        """
        if self._thread is None:
            await _whole(self._connect())
        try:
            await _whole(self._do(Connection.begin))
            yield self
            await _whole(self._do(Connection.commit))
        except BaseException:
            await _whole(self._do(Connection.rollback))
            raise

    async def execute(self, statement: Executable, parameters: Parameters = None, /) -> Result[Any]:
        """Execute one statement in the transaction; all its rows are there then."""
        return await self._do(lambda connection: connection.execute(statement, parameters))

    async def close(self) -> None:
        """Close the connection, and end its thread; nothing where there is none."""
        if self._thread is not None:
            await self._do(Connection.close)
            await self._thread.close()
            self._thread = None

    async def _connect(self) -> None:
        def connected() -> Any:
            self._connection = self._engine.connect()
            return self._connection.connection.driver_connection

        thread = aiosqlite.Connection(connected, iter_chunk_size=1)
        thread._thread.daemon = True  # noqa: SLF001 (it must not keep a process that wants to end)
        try:
            self._thread = await thread
        except BaseException:
            await asyncio.to_thread(thread._thread.join)  # noqa: SLF001 (it has a last word for the event loop)
            raise

    async def _do(self, work: Callable[[Connection], T]) -> T:
        done: T = await self._thread._execute(work, self._connection)  # type: ignore[union-attr] # noqa: SLF001
        return done


async def _whole(work: Coroutine[Any, Any, T]) -> T:
    """Wait until the work has ended; whoever is cancelled meanwhile is cancelled after it."""
    task = asyncio.create_task(work)
    cancelled = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled from task.exception()
    return task.result()
