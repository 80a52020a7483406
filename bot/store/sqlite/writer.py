"""The one connection that writes: SQLAlchemy's, opened and saved in the thread of aiosqlite's.

SQLAlchemy's own bridge to aiosqlite goes there four times for a statement, and whoever wants to write
waits for all of them; it also loads the whole of SQLAlchemy's ORM, which nothing here uses.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy import Connection, Engine, Executable, NestedTransaction, Result
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.domain.errors import StoreUnavailable
from bot.store.connection import Executes, Parameters
from bot.store.prepared import Prepared
from bot.store.sqlite.driver import driver_of, first_of
from bot.store.sqlite.failures import ENDING, UNDONE, code_of
from bot.store.sqlite.place import Place

T = TypeVar("T")


class _Group:
    """Transactions that are saved together, which takes the disk as long as to save one."""

    def __init__(self) -> None:
        self.parts = 0
        self.saved: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # Where all of them were undone there is nobody left whom it concerns.
        self.saved.add_done_callback(lambda saved: saved.cancelled() or saved.exception())

    def end(self, saving: "asyncio.Future[None]") -> None:
        """All of them end as what saves them does."""
        if saving.cancelled():
            self.saved.cancel()
        elif error := saving.exception():
            self.saved.set_exception(error)
        else:
            self.saved.set_result(None)


class AtOnce(Executes):
    """Executes statements on the event loop's own thread: sooner than another would begin to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def execute(self, statement: Executable, parameters: Parameters = None, /) -> Result[Any]:
        """Execute one statement; all its rows are there then."""
        return self._connection.execute(statement, parameters)

    async def first(self, prepared: Prepared, parameters: Mapping[str, int], /) -> Any:
        """The first row that a query finds, with its columns as attributes; None where it finds none."""
        return first_of(self._connection, prepared, parameters)


class Writer(Executes):
    """One transaction after the other, saved with those that wait meanwhile. Connects at first use.

    The engine must not keep connections, and its driver must have all rows at once, as `Whole` has. What goes
    wrong is raised as SQLAlchemy raises it.
    """

    def __init__(self, engine: Engine, place: Place, busy_ms: int) -> None:
        self._engine = engine
        self._place = place
        self._busy_ms = busy_ms
        self._turn = asyncio.Lock()
        self._group: _Group | None = None
        self._saving: set[asyncio.Task[None]] = set()
        self._closed = False
        self._thread: aiosqlite.Connection | None = None
        self._connection: Connection

    @asynccontextmanager
    async def transaction(self, *, little: bool) -> AsyncIterator[Executes]:
        """A transaction: saved at the end, undone by any error; nobody goes on before it is on the disk.

        Of one that writes `little` the thread only does what waits: for another program, and for the disk.
        What the thread does is not cut off: it ends before whoever was cancelled goes on.

        Raises StoreUnavailable once it is closed, and where the file is not the one it was.
        """
        failed: Exception | None = None
        async with self._turn:
            if not little and self._group is not None:  # which is not to wait for what takes long
                await self._save(self._group)
            group = self._group = self._group or await self._begin()
            part = self._connection.begin_nested()
            try:
                yield AtOnce(self._connection) if little else self
                part.commit()
                group.parts += 1
            except BaseException as error:
                await _whole(self._undo(part, group))
                if group.saved.done() or not isinstance(error, Exception):
                    raise
                failed = error  # perhaps because of what the others have written, which may come to nothing
        await _whole(group.saved)
        if failed is not None:
            raise failed

    async def execute(self, statement: Executable, parameters: Parameters = None, /) -> Result[Any]:
        """Execute one statement in the transaction, in the thread; all its rows are there then."""
        return await self._do(lambda connection: connection.execute(statement, parameters))

    async def close(self) -> None:
        """Save what is being saved, close the connection, and end its thread; nothing where there is none."""
        async with self._turn:
            self._closed = True
            if self._group is not None:
                await self._save(self._group)
            if self._thread is not None:
                await self._do(Connection.close)
                await self._thread.close()
                self._thread = None

    async def _begin(self) -> _Group:
        if self._closed:
            raise StoreUnavailable(ENDING)
        self._place.check()
        if self._thread is None:
            await _whole(self._connect())
        try:
            if not self._began():
                await _whole(self._do(Connection.begin))
        except BaseException:
            await _whole(self._do(_take_back))
            raise
        group = _Group()
        self._saving.add(saving := asyncio.create_task(self._save_in_turn(group)))
        saving.add_done_callback(self._saving.discard)
        return group

    async def _save_in_turn(self, group: _Group) -> None:
        """Turns are given in the order in which they are asked for: whoever waits already goes before it."""
        taken = False
        while not taken:
            with suppress(asyncio.CancelledError):  # at the end of the loop it is still to be saved
                taken = await self._turn.acquire()
        try:
            await self._save(group)
        finally:
            self._turn.release()

    async def _save(self, group: _Group) -> None:
        """Save a group, unless that was done before or would be in vain; it knows what came of it."""
        if group.saved.done():
            return
        self._group = None
        saving = asyncio.create_task(self._do(_commit))
        saving.add_done_callback(group.end)
        if cancelled := await _ended(saving):
            raise cancelled

    async def _undo(self, part: NestedTransaction, group: _Group) -> None:
        """Undo a part; all of it where there is no other, or where SQLite did so, as when the disk fails."""
        with suppress(DBAPIError):
            if group.parts and part.is_active:
                await self._do(lambda _: part.rollback())
                return
        self._group = None
        group.saved.set_exception(StoreUnavailable(UNDONE))
        await self._do(_take_back)

    def _began(self) -> bool:
        """Begin, unless another program writes just now."""
        driver = driver_of(self._connection)
        driver.execute("PRAGMA busy_timeout=0")
        try:
            self._connection.begin()
        except OperationalError as error:
            if code_of(error) != sqlite3.SQLITE_BUSY:
                raise
            return False
        finally:
            driver.execute(f"PRAGMA busy_timeout={self._busy_ms}")
        return True

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


def _commit(connection: Connection) -> None:
    try:
        connection.commit()
    except BaseException:
        _take_back(connection)
        raise


def _take_back(connection: Connection) -> None:
    connection.rollback()
    driver_of(connection).rollback()  # after a commit that failed SQLAlchemy takes it to be over


async def _whole(work: Awaitable[T]) -> T:
    """Wait until the work has ended; whoever is cancelled meanwhile is cancelled after it."""
    task = asyncio.ensure_future(work)
    cancelled = await _ended(task)
    if cancelled is not None:
        raise cancelled from task.exception()
    return task.result()


async def _ended(work: "asyncio.Future[Any]") -> asyncio.CancelledError | None:
    """Wait until it has ended, however that is; the error of whoever was cancelled meanwhile."""
    cancelled = None
    while not work.done():
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError as error:
            cancelled = error
    return cancelled
